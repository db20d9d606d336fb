'use strict'
// Where a protected download leads: after the permission check, to a URL that is signed for a minute.

const { count, options, text, wrongType } = require('../lib/arguments.js')
const { expiresIn } = require('../lib/times.js')
const { Signer } = require('../lib/signer.js')
const { buildUrl } = require('../lib/url_builder.js')
const { distribution } = require('./distribution.js')

class Downloads {
  constructor(given) {
    options('options', given, ['signer', 'origin', 'expiresIn'])
    if (!(given.signer instanceof Signer)) throw wrongType('signer', 'an instance of Signer', given.signer)
    this.signer = given.signer
    this.origin = distribution(given.origin).origin
    this.lifetime = count('expiresIn', given.expiresIn ?? 60)
  }

  /** The headers of a redirect to the file with the plain name `key`, signed byte for byte. */
  headers(key, given = {}) {
    options('options', given, ['downloadAs', 'showAs', 'query', 'expires'])
    const { expires, ...parts } = given
    const url = buildUrl(this.origin, text('key', key), parts)
    return {
      location: this.signer.signUrl(url, { expires: expires ?? expiresIn(this.lifetime) }),
      // A signed URL is for who asked, and for now.
      'cache-control': 'private, no-store',
    }
  }
}

module.exports = { Downloads }
