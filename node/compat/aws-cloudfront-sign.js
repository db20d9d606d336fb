'use strict'

// A stand-in for aws-cloudfront-sign 3.0.2: the same strings and the same errors. The names of
// variables show in the errors that V8 writes, so some of them are the original's.

const { readFileSync } = require('node:fs')
const { encodePolicy, signPolicy } = require('./keys.js')

const LIFETIME_MS = 30 * 60 * 1000
const LAST_SECOND = 2 ** 31 - 1
const NO_RTMP =
  'Amazon CloudFront has deprecated RTMP distributions. For more information see ' +
  'https://repost.aws/questions/QUoUZgHZh7SEWlnQUPlBmVNQ/announcement-rtmp-support-discontinuing-on-december-31-2020'

function check(condition, message) {
  if (!condition) throw new Error(message)
}

/** The original calls it canned; CloudFront calls what it writes a custom policy. */
class CannedPolicy {
  constructor(url, expireTime, ipRange) {
    this.url = url
    this.expireTime = Math.round(expireTime / 1000) || undefined
    this.ipRange = ipRange
  }

  toJSON() {
    this.#validate()
    const condition = { DateLessThan: { 'AWS:EpochTime': this.expireTime } }
    if (this.ipRange) condition.IpAddress = { 'AWS:SourceIp': this.ipRange }
    return JSON.stringify({ Statement: [{ Resource: this.url, Condition: condition }] })
  }

  #validate() {
    check(!!this.url, 'Missing param: url')
    check(!!this.expireTime, 'Missing param: expireTime')
    check(
      this.expireTime < LAST_SECOND,
      'expireTime must be less than January 19, 2038 03:14:08 GMT due to the limits of UNIX time',
    )
    check(this.expireTime > Date.now() / 1000, 'expireTime must be after the current time')
  }
}

function getSignedUrl(cfUrl, params) {
  const { policy, encoded, signature } = grant(cfUrl, params)
  const url = new URL(cfUrl)
  url.searchParams.set('Expires', `${policy.expireTime}`)
  url.searchParams.set('Policy', encoded)
  url.searchParams.set('Signature', signature)
  url.searchParams.set('Key-Pair-Id', params.keypairId)
  return url.toString()
}

function getSignedCookies(cfUrl, params) {
  const { encoded, signature } = grant(cfUrl, params)
  return {
    'CloudFront-Policy': encoded,
    'CloudFront-Signature': signature,
    'CloudFront-Key-Pair-Id': params.keypairId,
  }
}

function getSignedRTMPUrl() {
  throw new Error(NO_RTMP)
}

function grant(cfUrl, params) {
  const privateKey = readKey(params)
  const expireTime = +params.expireTime
  const ipRange = params.ipRange || null
  const inHalfAnHour = Date.now() + LIFETIME_MS
  const policy = new CannedPolicy(cfUrl, expireTime || inHalfAnHour, ipRange)
  const signature = signPolicy(policy.toJSON(), 'SHA1', privateKey, undefined, privateKey)
  // Written and checked a second time, as the original does: the clock has moved meanwhile.
  return { policy, signature, encoded: encodePolicy(policy.toJSON()) }
}

/** A path wins over a text. Files are read anew with each call, so that a rotated key is seen. */
function readKey(params) {
  let privateKeyString = params.privateKeyString
  if (params.privateKeyPath) {
    privateKeyString = readFileSync(params.privateKeyPath).toString('ascii')
  }
  check(/[\r\n]/.test(privateKeyString), 'Invalid private key string, must include line breaks')
  return privateKeyString
}

module.exports = {
  CannedPolicy: { __esModule: true, default: CannedPolicy },
  getSignedCookies,
  getSignedRTMPUrl,
  getSignedUrl,
}
