'use strict'
// Finds the addon, which is in a package of its own for each platform.

const { target } = require('./platform.js')

const name = `cfsign-${target()}`

function load() {
  try {
    return require(name)
  } catch (cause) {
    const platforms = require('./platforms.json').map((platform) => platform.target)
    const advice = platforms.includes(target())
      ? `Install the package ${name}, which npm does by itself unless optional dependencies are left out ` +
        '(--omit=optional), node_modules was copied from another system, or a lock file was written on one.'
      : `There are addons for ${platforms.join(', ')}.`
    throw new Error(`cfsign has no addon for ${target()} here. ${advice} The cause: ${cause.message}`, { cause })
  }
}

module.exports = load()
