'use strict'
// Where a protected download leads: after the permission check, to a URL that is signed for a minute.

const { count, options, text, wrongType } = require('../lib/arguments.js')
const { InvalidInputError } = require('../lib/errors.js')
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
    return {
      location: this.sign(text('key', key), parts, expires ?? expiresIn(this.lifetime)),
      // A signed URL is for who asked, and for now.
      'cache-control': 'private, no-store',
    }
  }

  sign(key, parts, expires) {
    try {
      return this.signer.signUrl(buildUrl(this.origin, key, parts), { expires })
    } catch (error) {
      // Names come from viewers: Express and Fastify answer with this, and not with 500.
      if (error instanceof InvalidInputError) error.statusCode = 400
      throw error
    }
  }
}

module.exports = { Downloads }
