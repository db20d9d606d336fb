'use strict'
// Whether a request has a signature that CloudFront would take, for services that send the files themselves.

const { options, wrongType } = require('../lib/arguments.js')
const { AccessDeniedError, InvalidInputError } = require('../lib/errors.js')
const { Verifier } = require('../lib/verifier.js')
const { distribution } = require('./distribution.js')

class Guard {
  constructor(given) {
    options('options', given, ['verifier', 'keys', 'origin', 'onRefused'])
    const { verifier, keys, origin, onRefused } = given
    if ((verifier === undefined) === (keys === undefined)) {
      throw wrongType('options', 'an object with either verifier or keys', given)
    }
    if (verifier !== undefined && !(verifier instanceof Verifier)) {
      throw wrongType('verifier', 'an instance of Verifier', verifier)
    }
    if (onRefused !== undefined && typeof onRefused !== 'function') {
      throw wrongType('onRefused', 'of type function', onRefused)
    }
    this.verifier = verifier ?? new Verifier(keys, { cacheSize: 1024 })
    this.origin = origin === undefined ? undefined : distribution(origin)
    this.onRefused = onRefused
  }

  /** What the verifier allows; throws where it does not. Scheme and host are those of the origin, if one was given. */
  verify({ scheme, host, target, cookies, viewerIp }) {
    const origin = this.origin ? { scheme: this.origin.scheme, host: this.origin.authority } : { scheme, host }
    return this.verifier.verifyRequest({ ...origin, target, cookies, viewerIp })
  }
}

/** The answer to a request that is not let through: CloudFront's own where it has one. */
function refusal(error) {
  if (error instanceof AccessDeniedError) {
    return { status: 403, type: 'text/xml', body: error.cloudfrontError.body }
  }
  if (!(error instanceof InvalidInputError)) throw error
  return { status: 400, type: 'text/plain; charset=utf-8', body: `${error.message}\n` }
}

module.exports = { Guard, refusal }
