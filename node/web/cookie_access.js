'use strict'
// Which cookies a page sets: those that open the files of a distribution to whoever may see them. Knows no
// framework; what answers a request is handed in, and lines of Set-Cookie go out.

const { createHash } = require('node:crypto')
const { count, options, text, wrongType, wrongValue } = require('../lib/arguments.js')
const { clearCookieLines, sharedCookieDomain } = require('../lib/cookies.js')
const { InvalidInputError } = require('../lib/errors.js')
const { Policy } = require('../lib/policy.js')
const { Signer } = require('../lib/signer.js')
const { expiresIn } = require('../lib/times.js')
const { distribution } = require('./distribution.js')

const OPTIONS = ['signer', 'origin', 'resource', 'expiresIn', 'renewBefore', 'allows', 'appHost', 'cookies']

const nameOf = (line) => line.slice(0, line.indexOf('='))
const hash = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)

/** The values of a Cookie header by name. */
function received(header = '') {
  const pairs = header.split(';').map((pair) => pair.trim())
  return new Map(pairs.filter((pair) => pair.includes('=')).map((pair) => [nameOf(pair), pair.slice(pair.indexOf('=') + 1)]))
}

class CookieAccess {
  constructor(given) {
    options('options', given, OPTIONS)
    const { signer, resource, renewBefore, allows, appHost, cookies = {} } = given
    if (!(signer instanceof Signer)) throw wrongType('signer', 'an instance of Signer', signer)
    if (typeof allows !== 'function') throw wrongType('allows', 'of type function', allows)
    this.signer = signer
    this.distribution = distribution(given.origin)
    this.lifetime = count('expiresIn', given.expiresIn)
    this.renewBefore = count('renewBefore', renewBefore ?? Math.floor(this.lifetime / 4))
    if (this.renewBefore >= this.lifetime) throw wrongValue('renewBefore must be less than expiresIn, or every page sets cookies')
    this.resource = typeof resource === 'function' ? resource : () => resource
    this.allows = allows
    this.appHost = appHost === undefined ? undefined : text('appHost', appHost)
    this.cookies = cookies
    // Says until when the browser has cookies and for what: CloudFront's own may be for a Path that the pages do
    // not see. It is no secret and proves nothing; who forges it gets no new cookies.
    this.markerName = `cfsign-${hash(this.distribution.origin, cookies.path ?? '/').slice(0, 8)}`
    this.warned = new Set()
    // What is wrong shall be known when the server starts.
    clearCookieLines(cookies)
    if (typeof resource !== 'function') this.policy(resource)
  }

  policy(resource) {
    return new Policy(this.distribution.absolute(resource), { dateLessThan: expiresIn(this.lifetime) })
  }

  /**
   * What cookies are set with by a page on `host`: the Domain is found where none is given. Undefined for a host that
   * cannot share cookies with the distribution, which a client chose or a developer: its pages are shown, without.
   */
  attributesOn(host) {
    if (this.cookies.domain !== undefined) return this.cookies
    try {
      return { ...this.cookies, domain: sharedCookieDomain(this.appHost ?? host, this.distribution.host) }
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error
      this.warn(error)
      return undefined
    }
  }

  /** The lines that open the files to the browser of this request, and take away what would be in the way. */
  set(request, viewer) {
    const attributes = this.attributesOn(viewer.host)
    return attributes === undefined ? [] : this.lines(this.resource(request), viewer, attributes)
  }

  lines(resource, { header }, attributes) {
    const policy = this.policy(resource)
    const cookies = this.signer.signCookies(policy)
    const has = received(header)
    // Of other cookies that the browser still has, CloudFront would read a part.
    const stale = (line) => has.has(nameOf(line)) && !(nameOf(line) in cookies)
    const marker = `${policy.dateLessThan}.${this.digest(policy.dateLessThan, resource, attributes)}`
    return [
      ...cookies.setCookieLines(attributes),
      ...clearCookieLines(attributes).filter(stale),
      this.marker(marker, attributes, attributes.maxAge),
    ]
  }

  clear({ host }) {
    const attributes = this.attributesOn(host)
    return attributes === undefined ? [] : [...clearCookieLines(attributes), this.marker('', attributes, 0)]
  }

  /** What a page sets when nobody asked: new cookies where they are missing or end soon, their removal, or nothing. */
  async keep(request, viewer) {
    const marker = received(viewer.header).get(this.markerName)
    if (!(await this.allows(request))) return marker === undefined ? [] : this.clear(viewer)
    const attributes = this.attributesOn(viewer.host)
    if (attributes === undefined) return []
    const resource = this.resource(request)
    return this.lasts(marker, resource, attributes) ? [] : this.lines(resource, viewer, attributes)
  }

  lasts(marker, resource, attributes) {
    const [, end, digest] = /^(\d{1,12})\.([\w-]+)$/.exec(marker ?? '') ?? []
    if (end === undefined || Number(end) - Date.now() / 1000 <= this.renewBefore) return false
    return digest === this.digest(Number(end), resource, attributes)
  }

  /** With another key, resource or place, there are new cookies. */
  digest(end, resource, attributes) {
    return hash(end, this.signer.keyPairId, resource, Object.entries(attributes).sort())
  }

  /** It goes where the cookies go, but for their Path: another site that sets them has to set it as well. */
  marker(value, { domain, secure = true, sameSite = 'Lax' }, maxAge) {
    const parts = [
      `${this.markerName}=${value}`,
      domain && `Domain=${domain}`,
      'Path=/',
      maxAge !== undefined && `Max-Age=${maxAge}`,
      secure && 'Secure',
      'HttpOnly',
      sameSite && `SameSite=${sameSite}`,
    ]
    return parts.filter(Boolean).join('; ')
  }

  /** Says it once, and not for every page of every user. */
  warn(error) {
    if (this.warned.has(error.message) || this.warned.size >= 16) return
    this.warned.add(error.message)
    process.emitWarning(`signed cookies are not set: ${error.message}`, { code: error.code })
  }
}

module.exports = { CookieAccess, nameOf }
