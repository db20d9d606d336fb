'use strict'
// CFSIGN_IFMA, which is read once in a process: lists are the same in lanes and one by one, and both are there.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { test } = require('node:test')
const cfsign = require('cfsign')
const { key } = require('./vectors.js')

const EXPIRES = 1_767_290_400
// Around the eight and the sixteen that the lanes take at once.
const COUNTS = [1, 5, 7, 9, 16]
const urlsOf = (count) => Array.from({ length: count }, (_, page) => `https://d111111abcdef8.cloudfront.net/${page}`)

/** The lists as a process of its own signs them, or the message of the first error. */
function signedWith(value) {
  const program = `
    const { Signer } = require(${JSON.stringify(require.resolve('cfsign'))})
    const [pem, lists] = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
    const signer = Signer.fromPem(pem, { keyPairId: 'K2JCJMDEHXQW5F' })
    Promise.all(lists.map((urls) => signer.signUrls(urls, { expires: ${EXPIRES} }))).then(
      (signed) => console.log(JSON.stringify({ signed })),
      ({ message }) => console.log(JSON.stringify({ message })),
    )`
  const input = JSON.stringify([key('rsa-2048.pkcs1.pem').toString(), COUNTS.map(urlsOf)])
  const env = { ...process.env, CFSIGN_IFMA: value }
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { input, env, encoding: 'utf8' })
  assert.notEqual(stdout, '', stderr)
  return JSON.parse(stdout)
}

test('lists are what one by one gives, with lanes and without', () => {
  const signer = cfsign.Signer.fromPem(key('rsa-2048.pkcs1.pem'), { keyPairId: 'K2JCJMDEHXQW5F' })
  const wanted = COUNTS.map((count) => urlsOf(count).map((url) => signer.signUrl(url, { expires: EXPIRES })))
  for (const value of ['', 'off']) assert.deepEqual(signedWith(value), { signed: wanted }, value)
  const { signed, message } = signedWith('on')
  // tests/run.sh sets it where the processor has what it takes. Elsewhere the lanes may be refused.
  if (process.env.CFSIGN_REQUIRE_IFMA || message === undefined) assert.deepEqual(signed, wanted, message)
  else assert.match(message, /the processor has no AVX-512 IFMA/)
  assert.match(signedWith('yes').message, /CFSIGN_IFMA is neither on nor off/)
})
