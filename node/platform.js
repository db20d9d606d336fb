'use strict'
// Which packages belong to this machine: cfsign-TARGET has the addon, cfsign-command-TARGET the command.

const { arch, platform, report } = process

/** The C library of this Linux, as the names of packages have it. */
function libc() {
  const header = report?.getReport?.().header ?? {}
  return header.glibcVersionRuntime ? 'gnu' : 'musl'
}

/** `linux-x64-gnu`, `darwin-arm64`, `win32-x64-msvc`: the names that napi gives them. */
function target() {
  if (platform === 'linux') return `linux-${arch}-${libc()}`
  if (platform === 'win32') return `win32-${arch}-msvc`
  return `${platform}-${arch}`
}

module.exports = { target }
