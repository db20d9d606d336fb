'use strict'

// A stand-in for `CloudFront.Signer` of aws-sdk 2.1693.0: the same strings and the same errors. The
// names of variables show in the errors that V8 writes, so some of them are the original's.

const nodeUrl = require('node:url')
const { encodePolicy, signPolicy } = require('./keys.js')

const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name)

/** A function and no class: the original can be called on an object that exists already. */
function Signer(keyPairId, privateKey) {
  if (keyPairId === undefined || privateKey === undefined) {
    throw new Error('A key pair ID and private key are required')
  }
  this.keyPairId = keyPairId
  this.privateKey = privateKey
}

Signer.prototype.getSignedUrl = function getSignedUrl(options, cb) {
  let resource
  try {
    resource = resourceOf(options.url)
  } catch (error) {
    return fail(error, cb)
  }

  const url = nodeUrl.parse(options.url, true)
  const signed = has(options, 'policy')
    ? signCustom(options.policy, this)
    : signCanned(resource, options.expires, this)
  // Without `search`, `format` writes the query anew.
  url.search = null
  Object.assign(url.query, signed)

  let result
  try {
    const formatted = nodeUrl.format(url)
    result = schemeOf(options.url) === 'rtmp' ? streamOf(formatted) : formatted
  } catch (error) {
    return fail(error, cb)
  }
  return succeed(result, cb)
}

/** Unlike `getSignedUrl`, takes the policy of a prototype too, and any URL. */
Signer.prototype.getSignedCookie = function getSignedCookie(options, cb) {
  const signed =
    'policy' in options ? signCustom(options.policy, this) : signCanned(options.url, options.expires, this)
  const cookies = {}
  for (const [name, value] of Object.entries(signed)) cookies[`CloudFront-${name}`] = value
  return succeed(cookies, cb)
}

function signCanned(url, expires, { keyPairId, privateKey }) {
  const policy = JSON.stringify({
    Statement: [{ Resource: url, Condition: { DateLessThan: { 'AWS:EpochTime': expires } } }],
  })
  return { Expires: expires, 'Key-Pair-Id': keyPairId, Signature: sign(policy, privateKey) }
}

function signCustom(policy, { keyPairId, privateKey }) {
  policy = policy.replace(/\s/g, '')
  return { Policy: encodePolicy(policy), 'Key-Pair-Id': keyPairId, Signature: sign(policy, privateKey) }
}

function sign(policy, privateKey) {
  return signPolicy(policy, 'SHA1', privateKey, undefined, privateKey)
}

function resourceOf(url) {
  switch (schemeOf(url)) {
    case 'http':
    case 'https':
      return url
    case 'rtmp':
      return streamOf(url)
    default:
      throw new Error('Invalid URI scheme. Scheme must be one of http, https, or rtmp')
  }
}

function schemeOf(url) {
  const parts = url.split('://')
  if (parts.length < 2) throw new Error('Invalid URL.')
  return parts[0].replace('*', '')
}

/** The stream name that a Flash player asks for. */
function streamOf(url) {
  const parsed = nodeUrl.parse(url)
  return parsed.path.replace(/^\//, '') + (parsed.hash || '')
}

// A callback is called before the method returns, and what it throws goes to the caller.
function succeed(result, cb) {
  if (typeof cb !== 'function') return result
  cb(null, result)
}

function fail(error, cb) {
  if (typeof cb !== 'function') throw error
  cb(error)
}

class CloudFront {
  static Signer = Signer

  constructor() {
    throw new Error(
      'cfsign/aws-sdk-v2 has CloudFront.Signer and no client for the CloudFront API; ' +
        'use @aws-sdk/client-cloudfront for that',
    )
  }
}

module.exports = { CloudFront }
