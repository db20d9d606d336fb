'use strict'
// Which packages belong to this machine: cfsign-TARGET has the addon, cfsign-command-TARGET the command.

const { closeSync, openSync, readSync } = require('node:fs')

const { arch, execPath, platform, report } = process

/** The beginning of the program that runs, in which its loader is named. */
function beginning() {
  try {
    const file = openSync(execPath)
    const bytes = Buffer.alloc(4096)
    readSync(file, bytes)
    closeSync(file)
    return bytes.toString('latin1')
  } catch {
    return ''
  }
}

/** The C library of this Linux, as the names of packages have it. */
function libc() {
  const loader = /\/ld-(linux|musl)/.exec(beginning())
  if (loader) return loader[1] === 'linux' ? 'gnu' : 'musl'
  // Takes longer than all else that is loaded.
  return report?.getReport?.().header.glibcVersionRuntime ? 'gnu' : 'musl'
}

/** `linux-x64-gnu`, `darwin-arm64`, `win32-x64-msvc`: the names that napi gives them. */
function target() {
  if (platform === 'linux') return `linux-${arch}-${libc()}`
  if (platform === 'win32') return `win32-${arch}-msvc`
  return `${platform}-${arch}`
}

module.exports = { target }
