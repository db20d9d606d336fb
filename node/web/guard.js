'use strict'
// Whether a request has a signature that CloudFront would take, for services that send the files themselves.

const { isIP } = require('node:net')
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
    this.origin = distribution(origin)
    this.onRefused = onRefused
  }

  /**
   * What the verifier allows; throws where it does not. The host is the one that was given and not the one in the
   * request: else a signature for another host of the same keys would do.
   */
  verify({ target, cookies, viewerIp }) {
    const { scheme, authority: host } = this.origin
    return this.verifier.verifyRequest({ scheme, host, target, cookies, viewerIp: address(viewerIp) })
  }
}

/**
 * The address without what proxies and systems add to it. Nothing, where none is left: policies that want one then
 * refuse, and others need none.
 */
function address(viewerIp = '') {
  const bare = viewerIp.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/%.*$/, '')
  return [bare, bare.replace(/:\d+$/, '')].find((text) => isIP(text) !== 0)
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
