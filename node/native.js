'use strict'
// Finds the addon, which is in a package of its own for each platform. Their names stand here in full, so that
// programs that pack servers see what belongs to them.

const { target } = require('./platform.js')

function find() {
  switch (target()) {
    case 'linux-x64-gnu':
      return require('cfsign-linux-x64-gnu')
    case 'linux-x64-musl':
      return require('cfsign-linux-x64-musl')
    case 'linux-arm64-gnu':
      return require('cfsign-linux-arm64-gnu')
    case 'linux-arm64-musl':
      return require('cfsign-linux-arm64-musl')
    case 'darwin-x64':
      return require('cfsign-darwin-x64')
    case 'darwin-arm64':
      return require('cfsign-darwin-arm64')
    case 'win32-x64-msvc':
      return require('cfsign-win32-x64-msvc')
    default: {
      const platforms = require('./platforms.json').map((platform) => platform.target)
      throw new Error(`there are addons for ${platforms.join(', ')}`)
    }
  }
}

function load() {
  try {
    return find()
  } catch (cause) {
    throw new Error(
      `cfsign has no addon for ${target()} here. Install the package cfsign-${target()}, which npm does by itself ` +
        'unless optional dependencies are left out (--omit=optional), node_modules was copied from another system, ' +
        'or a lock file was written on one. Bundlers have to leave cfsign out of the bundle, as external. ' +
        `The cause: ${cause.message}`,
      { cause },
    )
  }
}

module.exports = load()
