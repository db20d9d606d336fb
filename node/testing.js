'use strict'
// A local edge for tests: it answers as a CloudFront distribution with a trusted key group does.

const native = require('./native.js')
const { count, invalid, optionalText, optionalTime, options, text, texts } = require('./lib/arguments.js')
const { call } = require('./lib/errors.js')
const { TrustedKeyGroup } = require('./lib/key_group.js')

/** The epoch second that it is for the edge; 0 is the clock's. */
const seconds = (now) => optionalTime('now', now ?? undefined) ?? 0

/** What goes wrong when an edge starts is a directory, an address or another option. */
function start(wanted) {
  try {
    return native.Edge.start(...wanted)
  } catch (error) {
    throw error.code === 'ERR_CFSIGN_EDGE' ? invalid('invalid-argument', error.message) : error
  }
}

class LocalEdge {
  #native
  #url
  #address

  constructor(given) {
    options('options', given, ['keys', 'directory', 'origin', 'host', 'port', 'viewerScheme', 'cors', 'now'])
    const { keys, directory, origin, host = '127.0.0.1', port = 0, cors = [] } = given
    if (directory !== undefined && origin !== undefined) {
      throw invalid('invalid-argument', 'found a directory and an origin, and the edge stands in front of one')
    }
    const wanted = [
      TrustedKeyGroup.native(keys),
      `${text('host', host)}:${count('port', port, 65535)}`,
      optionalText('directory', directory),
      optionalText('origin', origin),
      optionalText('viewerScheme', given.viewerScheme),
      texts('cors', cors),
      seconds(given.now),
    ]
    this.#native = call(() => start(wanted))
    this.#url = this.#native.url
    this.#address = this.#native.address
  }

  static start(given) {
    return new LocalEdge(given)
  }

  get url() {
    return this.#url
  }

  get address() {
    return this.#address
  }

  setNow(now) {
    call(() => this.#native.setNow(seconds(now)))
  }

  stop() {
    this.#native.stop()
  }
}
if (Symbol.dispose) LocalEdge.prototype[Symbol.dispose] = LocalEdge.prototype.stop

module.exports = { LocalEdge }
