'use strict'
// A local edge for tests: it answers as a CloudFront distribution with a trusted key group does.

const native = require('./native.js')
const { count, optionalText, optionalTime, options, text } = require('./lib/arguments.js')
const { call } = require('./lib/errors.js')
const { TrustedKeyGroup } = require('./lib/key_group.js')

class LocalEdge {
  #native

  constructor(given) {
    options('options', given, ['keys', 'directory', 'origin', 'host', 'port', 'viewerScheme', 'cors', 'now'])
    const { keys, host = '127.0.0.1', port = 0, cors = [] } = given
    const wanted = [
      TrustedKeyGroup.native(keys),
      `${host}:${count('port', port)}`,
      optionalText('directory', given.directory),
      optionalText('origin', given.origin),
      optionalText('viewerScheme', given.viewerScheme),
      cors.map((origin) => text('cors', origin)),
    ]
    this.#native = call(() => native.Edge.start(...wanted))
    this.setNow(given.now)
  }

  static start(given) {
    return new LocalEdge(given)
  }

  get url() {
    return this.#native.url ?? undefined
  }

  get address() {
    return this.#native.address ?? undefined
  }

  setNow(now) {
    this.#native.setNow(optionalTime('now', now ?? undefined) ?? 0)
  }

  stop() {
    this.#native.stop()
  }
}
if (Symbol.dispose) LocalEdge.prototype[Symbol.dispose] = LocalEdge.prototype.stop

module.exports = { LocalEdge }
