'use strict'
// What is done over and over to see whether memory is given back.

const { setImmediate: turn } = require('node:timers/promises')
const v8 = require('node:v8')
const vm = require('node:vm')
const cfsign = require('cfsign')
const { getSignedUrl } = require('cfsign/aws-sdk')
const { key } = require('./vectors.js')

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc')

/** Does `work` so often, and tells how much memory the process has then. */
async function repeat(work, times) {
  for (let time = 1; time <= times; time += 1) {
    await work()
    // What the addon holds for objects that are gone, it gives back in a turn of the event loop.
    if (time % 1000 === 0) await turn()
  }
  collectGarbage()
  await turn()
  collectGarbage()
  await turn()
  return process.memoryUsage.rss()
}

const EXPIRES = 1_767_290_400
const URL = 'https://d111111abcdef8.cloudfront.net/a.jpg'
const ID = 'K2JCJMDEHXQW5F'

/** Each by its name, with how often a test does it: a second or less. */
function operations() {
  const pem = key('p256.pkcs8.pem')
  const signer = cfsign.Signer.fromPem(pem, { keyPairId: ID })
  const policy = cfsign.Policy.pattern('https://d111111abcdef8.cloudfront.net/*', { dateLessThan: EXPIRES })
  const grant = signer.grant(policy)
  const trusted = { [ID]: new cfsign.PrivateKey(pem).publicKey() }
  const verifier = new cfsign.Verifier(trusted, { cacheSize: 64 })
  const signed = signer.signUrl(URL, { expires: EXPIRES })
  const known = grant.signUrl(URL)
  const given = { url: URL, keyPairId: ID, privateKey: pem.toString(), dateLessThan: EXPIRES * 1000 }
  const urls = Array.from({ length: 100 }, (_, page) => `${URL}?page=${page}`)
  const refused = (work) => {
    try {
      work()
    } catch {
      return
    }
    throw new Error('it is not refused')
  }
  return {
    signUrl: { work: () => signer.signUrl(URL, { expires: EXPIRES }), times: 20_000 },
    'getSignedUrl of the stand-in': { work: () => getSignedUrl(given), times: 20_000 },
    'signUrl of a grant': { work: () => grant.signUrl(URL), times: 200_000 },
    verify: { work: () => verifier.verify(signed, { now: EXPIRES - 1 }), times: 10_000 },
    'verify from the cache': { work: () => verifier.verify(known, { now: EXPIRES - 1 }), times: 100_000 },
    signCookies: { work: () => signer.signCookies(policy).setCookieLines(), times: 10_000 },
    signUrls: { work: () => signer.signUrls(urls, { expires: EXPIRES }), times: 200 },
    signCookiesEach: { work: () => signer.signCookiesEach(Array(100).fill(policy)), times: 200 },
    grants: { work: () => signer.grants(Array(100).fill(policy)), times: 200 },
    'new Signer': { work: () => cfsign.Signer.fromPem(pem, { keyPairId: ID }), times: 10_000 },
    'new Verifier': { work: () => new cfsign.Verifier(trusted, { cacheSize: 4 }).verify(signed, { now: 1e9 }), times: 5_000 },
    explain: { work: () => String(cfsign.explain(`${signed}x`, trusted, { now: EXPIRES })), times: 200 },
    'a URL that is refused': { work: () => refused(() => signer.signUrl('a b', { expires: EXPIRES })), times: 20_000 },
    'a key that is refused': { work: () => refused(() => cfsign.Signer.fromPem('PEM', { keyPairId: ID })), times: 20_000 },
  }
}

module.exports = { operations, repeat }
