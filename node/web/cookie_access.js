'use strict'
// Which cookies a page sets: those that open the files of a distribution to whoever may see them. Knows no
// framework; what answers a request is handed in, and lines of Set-Cookie go out.

const { createHash } = require('node:crypto')
const { attributes, clearCookieLines, sharedCookieDomain } = require('../lib/cookies.js')
const { count, options, text, wrongType } = require('../lib/arguments.js')
const { InvalidInputError } = require('../lib/errors.js')
const { Policy } = require('../lib/policy.js')
const { Signer } = require('../lib/signer.js')
const { expiresIn } = require('../lib/times.js')
const { distribution } = require('./distribution.js')

const OPTIONS = ['signer', 'origin', 'resource', 'expiresIn', 'renewBefore', 'allows', 'appHost', 'cookies']

// Says until when the browser has cookies and for what: CloudFront's own may be for a Path or a host that
// the pages do not see. It is no secret and proves nothing; who forges it gets no new cookies.
const MARKER = 'cfsign'

const nameOf = (line) => line.slice(0, line.indexOf('='))

const callback = (name, value) => {
  if (typeof value !== 'function') throw wrongType(name, 'of type function', value)
  return value
}

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
    this.signer = signer
    this.distribution = distribution(given.origin)
    this.lifetime = count('expiresIn', given.expiresIn)
    this.renewBefore = count('renewBefore', renewBefore ?? Math.floor(this.lifetime / 4))
    this.resource = typeof resource === 'function' ? resource : () => text('resource', resource)
    // What is wrong shall be known when the server starts.
    if (typeof resource !== 'function') this.policy(resource)
    this.allows = callback('allows', allows)
    this.appHost = appHost === undefined ? undefined : text('appHost', appHost)
    attributes(cookies)
    this.cookies = cookies
    this.warned = new Set()
  }

  policy(resource) {
    return new Policy(this.distribution.absolute(resource), { dateLessThan: expiresIn(this.lifetime) })
  }

  /** What cookies are set with by a page on `host`: the Domain is found where none is given. */
  attributesOn(host) {
    if (this.cookies.domain !== undefined) return this.cookies
    return { ...this.cookies, domain: sharedCookieDomain(this.appHost ?? host, this.distribution.host) }
  }

  /** The lines that open `resource` to the browser that sent `header`, and take away what would be in the way. */
  set({ host, header }, resource) {
    const given = this.attributesOn(host)
    const policy = this.policy(resource)
    const cookies = this.signer.signCookies(policy)
    const has = received(header)
    // Of other cookies that the browser still has, CloudFront would read a part.
    const stale = (line) => has.has(nameOf(line)) && !(nameOf(line) in cookies)
    const end = policy.dateLessThan
    return [
      ...cookies.setCookieLines(given),
      ...clearCookieLines(given).filter(stale),
      this.marker(`${end}.${this.digest(end, resource, given)}`, given.maxAge),
    ]
  }

  clear({ host }) {
    return [...clearCookieLines(this.attributesOn(host)), this.marker('', 0)]
  }

  /** What a page sets when nobody asked: new cookies where they are missing or end soon, their removal, or nothing. */
  async keep(request, viewer) {
    const marker = received(viewer.header).get(MARKER)
    const allowed = await this.allows(request)
    if (!allowed && marker === undefined) return []
    try {
      this.attributesOn(viewer.host)
    } catch (error) {
      // A host that cannot share cookies with the distribution can still show its pages.
      if (!(error instanceof InvalidInputError)) throw error
      this.warn(error)
      return []
    }
    if (!allowed) return this.clear(viewer)
    const resource = this.resource(request)
    return this.lasts(marker, resource, viewer) ? [] : this.set(viewer, resource)
  }

  lasts(marker, resource, { host }) {
    const [, end, digest] = /^(\d{1,12})\.([\w-]+)$/.exec(marker ?? '') ?? []
    if (end === undefined || Number(end) - Date.now() / 1000 <= this.renewBefore) return false
    return digest === this.digest(Number(end), resource, this.attributesOn(host))
  }

  /** With another key, resource or place, there are new cookies. */
  digest(end, resource, given) {
    const parts = [end, this.signer.keyPairId, resource, Object.entries(given).sort()]
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
  }

  marker(value, maxAge) {
    const secure = this.cookies.secure === false ? '' : '; Secure'
    const lasting = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
    return `${MARKER}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}${lasting}`
  }

  /** Says it once, and not for every page of every user. */
  warn(error) {
    if (this.warned.has(error.message) || this.warned.size >= 16) return
    this.warned.add(error.message)
    process.emitWarning(`signed cookies are not set: ${error.message}`, { code: error.code })
  }
}

module.exports = { CookieAccess, nameOf }
