'use strict'

// A stand-in for @aws-sdk/cloudfront-signer 3.1166.0: the same strings and the same errors. The
// names of variables show in the errors that V8 writes, so some of them are the original's.

const { encodePolicy, signPolicy } = require('./keys.js')

const WRONG_SCHEME = 'Invalid URI scheme. Scheme must be one of http, https, or rtmp'
const WRONG_DATE = 'dateLessThan is invalid. Ensure the date value is compatible with the Date constructor.'
const NO_URL = "@aws-sdk/cloudfront-signer: Please provide 'url' or 'policy'."
const NO_RESOURCE =
  '@aws-sdk/cloudfront-signer: No URL provided and unable to determine URL from first policy statement resource.'

function getSignedUrl({
  dateLessThan,
  dateGreaterThan,
  url,
  keyPairId,
  privateKey,
  ipAddress,
  policy,
  passphrase,
  algorithm,
}) {
  if (!url && !policy) throw new Error(NO_URL)
  const baseUrl = url ? encodeUrl(url) : urlOfPolicy(policy)
  const grant = policy
    ? { policy, custom: true }
    : writePolicy(baseUrl, dateLessThan, dateGreaterThan, ipAddress)
  const { terms, signature } = sign(grant, { privateKey, passphrase, algorithm })

  // Of the values only the key pair ID may have what is encoded.
  const id = keyPairId === undefined ? '' : `&Key-Pair-Id=${encodeValue(keyPairId)}`
  const hash = algorithm === 'SHA256' ? '&Hash-Algorithm=SHA256' : ''
  const query = `${terms.name}=${terms.value}${id}&Signature=${signature}${hash}`
  return resourceOf(`${baseUrl}${baseUrl.includes('?') ? '&' : '?'}${query}`)
}

function getSignedCookies({
  ipAddress,
  url,
  privateKey,
  keyPairId,
  dateLessThan,
  dateGreaterThan,
  policy,
  passphrase,
  algorithm,
}) {
  const grant = policy ? { policy, custom: true } : writePolicy(url, dateLessThan, dateGreaterThan, ipAddress)
  const { terms, signature } = sign(grant, { privateKey, passphrase, algorithm })

  const cookies = {
    'CloudFront-Key-Pair-Id': keyPairId,
    'CloudFront-Signature': signature,
  }
  if (terms.value) cookies[`CloudFront-${terms.name}`] = terms.value
  if (algorithm === 'SHA256') cookies['CloudFront-Hash-Algorithm'] = 'SHA256'
  return cookies
}

/** What is sent of the grant, and the signature. */
function sign(grant, { privateKey, passphrase, algorithm }) {
  if (!grant?.policy) throw new Error('Invalid policy')
  const { policy, custom, expires } = grant
  const hash = algorithm === 'SHA256' ? 'SHA256' : 'SHA1'
  const signature = signPolicy(policy, hash, privateKey, passphrase, { key: privateKey, passphrase })
  const terms = custom ? { name: 'Policy', value: encodePolicy(policy) } : { name: 'Expires', value: expires }
  return { terms, signature }
}

/** A policy, or `undefined` where the original makes none and complains later. */
function writePolicy(url, dateLessThan, dateGreaterThan, ipAddress) {
  if (!url || !dateLessThan) return undefined
  const resource = resourceOf(url)
  const expires = epochSeconds(dateLessThan)
  if (!expires) throw new Error(WRONG_DATE)
  const start = dateGreaterThan ? epochSeconds(dateGreaterThan) : undefined

  let condition = `"DateLessThan":{"AWS:EpochTime":${expires}}`
  if (start) condition += `,"DateGreaterThan":{"AWS:EpochTime":${start}}`
  if (ipAddress) condition += `,"IpAddress":{"AWS:SourceIp":${JSON.stringify(rangeOf(ipAddress))}}`
  return {
    // As `JSON.stringify` writes it, which takes longer for the whole.
    policy: `{"Statement":[{"Resource":${JSON.stringify(resource)},"Condition":{${condition}}}]}`,
    custom: Boolean(start) || Boolean(ipAddress),
    expires,
  }
}

/** Not a number for what `Date` does not understand. */
function epochSeconds(date) {
  return Math.round(new Date(date).getTime() / 1000)
}

function rangeOf(cidrStr) {
  let reason
  try {
    const parts = cidrStr.split('/')
    if (!parts.some((part) => part.length === 0)) {
      reason = whatIsWrong(parts)
      if (reason === undefined) return `${parts[0]}/${parts.length === 2 ? parts[1] : '32'}`
    } else {
      reason = 'missing ip or mask part of CIDR'
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : undefined
  }
  throw new Error(`IP address "${cidrStr}" is invalid${reason === undefined ? '' : ` due to ${reason}`}.`)
}

/** The full stop of the first sentence is the original's, and so comes out twice. */
function whatIsWrong([address, mask, ...more]) {
  const octets = address.split('.')
  if (octets.length !== 4) return 'IP does not contain four octets.'
  if (!octets.every((octet) => isIntegerUpTo(255, octet))) return 'invalid IP octets'
  const hasMask = mask !== undefined && more.length === 0
  return hasMask && !isIntegerUpTo(32, mask) ? 'invalid mask' : undefined
}

function isIntegerUpTo(limit, text) {
  const number = Number(text)
  return Number.isInteger(number) && number >= 0 && number <= limit
}

function urlOfPolicy(policy) {
  const content = typeof policy === 'string' ? JSON.parse(policy) : policy
  const resources = (content?.Statement ?? []).map((s) => s.Resource)
  if (!resources[0]) throw new Error(NO_RESOURCE)
  return resources[0].replace('*://', 'https://')
}

/** Percent-encodes the path anew and completes the encoding of the query. */
function encodeUrl(url) {
  const slashes = url.indexOf('//')
  if (slashes === -1) return url
  const pathStart = url.indexOf('/', slashes + 2)
  if (pathStart === -1) return url

  const origin = url.slice(0, pathStart)
  const rest = url.slice(pathStart)
  const queryStart = rest.indexOf('?')
  if (queryStart === -1) return origin + encodePath(rest)
  return origin + encodePath(rest.slice(0, queryStart)) + encodeQuery(rest.slice(queryStart + 1))
}

function encodePath(rawPath) {
  // Most paths have nothing that is encoded or decoded.
  if (typeof rawPath === 'string' && /^[\w/.~!*'()-]*$/.test(rawPath)) return rawPath
  return rawPath.replace(/[^/]+/g, encodeSegment)
}

function encodeSegment(segment) {
  let decoded = segment
  try {
    decoded = decodeURIComponent(segment)
  } catch {
    // A percent sign that encodes nothing: the segment is taken as it is.
  }
  return encodeURIComponent(decoded)
}

function encodeQuery(query) {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      const name = equals === -1 ? pair : pair.slice(0, equals)
      const value = equals === -1 ? '' : pair.slice(equals + 1)
      return `${completeEncoding(name)}=${completeEncoding(value)}`
    })
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** Encodes what is not encoded yet; `+` and percent-encoded bytes stay. */
function completeEncoding(text) {
  return text
    .toWellFormed()
    .replace(/(%[0-9A-Fa-f]{2}|\+)|%|[^%+]+/g, (part, encoded) =>
      encoded === undefined ? encodeURIComponent(part).replaceAll("'", '%27') : encoded.toUpperCase(),
    )
}

/** What a policy calls the resource; the stream name alone for RTMP. */
function resourceOf(urlString) {
  const protocol = urlString.slice(0, urlString.indexOf('//'))
  switch (protocol) {
    case 'http:':
    case 'https:':
    case 'ws:':
    case 'wss:':
      return urlString
    case 'rtmp:': {
      const origin = `${protocol}//${new URL(urlString).hostname}`
      return urlString.substring(origin.length).replace(/(?::\d+)?\//, '')
    }
    default:
      throw new Error(WRONG_SCHEME)
  }
}

function encodeValue(value) {
  if (/^[\w.~-]+$/.test(value)) return value
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

module.exports = { getSignedCookies, getSignedUrl }
