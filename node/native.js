'use strict'
// Finds the addon: beside this file in a checkout, in a package of its own where it was installed.

const { platform, arch, report } = process

/** The C library of this Linux, as the names of packages have it. */
function libc() {
  const header = report?.getReport?.().header ?? {}
  return header.glibcVersionRuntime ? 'gnu' : 'musl'
}

function target() {
  if (platform === 'linux') return `linux-${arch}-${libc()}`
  if (platform === 'win32') return `win32-${arch}-msvc`
  return `${platform}-${arch}`
}

function load() {
  const name = target()
  const causes = []
  for (const place of [`./cfsign.${name}.node`, `cfsign-${name}`]) {
    try {
      return require(place)
    } catch (cause) {
      causes.push(`${place}: ${cause.message.split('\n')[0]}`)
    }
  }
  throw new Error(
    `cfsign has no addon for ${name} here. Install the package cfsign-${name}, which npm does by itself ` +
      'unless optional dependencies are left out (--omit=optional) or node_modules was copied from ' +
      `another system. Tried:\n  ${causes.join('\n  ')}`,
  )
}

module.exports = load()
