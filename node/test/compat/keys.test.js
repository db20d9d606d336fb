'use strict'

const assert = require('node:assert/strict')
const crypto = require('node:crypto')
const path = require('node:path')
const { test } = require('node:test')
const { inspect } = require('node:util')
const v8 = require('node:v8')
const vm = require('node:vm')
const { getSignedUrl } = require('cfsign/aws-sdk')
const { CloudFront } = require('cfsign/aws-sdk-v2')
const { PACKAGE, PASSPHRASE, keyText, outcome } = require('./support.js')
// Not exported: what is kept is nobody's business but this test's.
const { LIMIT, kept, signPolicy } = require(path.join(PACKAGE, 'compat/keys.js'))

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc')

const PEM = keyText('rsa-2048.pkcs8.pem')
const OTHER = keyText('rsa-2048-b.pkcs8.pem')
const ENCRYPTED = keyText('rsa-2048.pkcs8-aes256.pem')

const sign = (privateKey, passphrase) =>
  getSignedUrl({
    url: 'https://d111111abcdef8.cloudfront.net/image.jpg',
    keyPairId: 'K2JCJMDEHXQW5F',
    dateLessThan: 1893456000000,
    privateKey,
    passphrase,
  })

test('a key is kept once, whoever passes it, and neither PEM nor passphrase with it', () => {
  const before = kept().length
  for (let i = 0; i < 3; i++) {
    sign(PEM)
    sign(Buffer.from(PEM))
    sign(ENCRYPTED, PASSPHRASE)
    new CloudFront.Signer('K', PEM).getSignedUrl({ url: 'https://a/b', expires: 1 })
  }
  assert.equal(kept().length, before + 2)
  const shown = inspect(kept(), { depth: 9, showHidden: true })
  assert.doesNotMatch(shown, /PRIVATE|correct/)
  for (const line of [...PEM.split('\n'), ...ENCRYPTED.split('\n')]) {
    if (line !== '') assert.ok(!shown.includes(line))
  }
  for (const [digest] of kept()) assert.equal(Buffer.from(digest, 'base64').length, 32)
})

test('a passphrase opens its key alone, also when the key is known', () => {
  const url = sign(PEM)
  assert.equal(sign(ENCRYPTED, PASSPHRASE), url)
  const refused = [undefined, '', 'wrong', `${PASSPHRASE} `, Buffer.from('wrong')]
  for (const passphrase of refused) {
    assert.ok(outcome(() => sign(ENCRYPTED, passphrase)).error, 'another passphrase is refused')
    assert.equal(sign(ENCRYPTED, PASSPHRASE), url)
  }
  assert.equal(sign(ENCRYPTED, Buffer.from(PASSPHRASE)), url)
})

test('a buffer that changes is another key', () => {
  const buffer = Buffer.from(PEM.padEnd(2000, '\n'))
  const first = sign(buffer)
  buffer.write(OTHER.padEnd(2000, '\n'))
  assert.equal(sign(buffer), sign(OTHER))
  assert.notEqual(sign(buffer), first)
})

test('a KeyObject signs as its PEM does, and takes no place', () => {
  const keyObject = crypto.createPrivateKey(PEM)
  const expected = sign(PEM)
  const before = kept().length
  for (let i = 0; i < 3; i++) assert.equal(sign(keyObject), expected)
  assert.equal(kept().length, before)
})

test('keeps few keys, the ones used last', () => {
  for (let i = 0; i < 3 * LIMIT; i++) {
    sign(`${PEM}${'\n'.repeat(i + 1)}`)
    sign(PEM)
    assert.ok(kept().length <= LIMIT)
  }
  assert.equal(kept().length, LIMIT)
  const [last] = kept().at(-1)
  assert.equal(last, crypto.createHash('sha256').update(PEM).digest('base64'))
})

test('what is refused is not kept', () => {
  const before = kept()
  for (const wrong of ['not a key', keyText('rsa-2048.public.pem'), '', 5, null]) {
    assert.ok(outcome(() => sign(wrong)).error)
  }
  assert.deepEqual(
    kept().map(([digest]) => digest),
    before.map(([digest]) => digest),
  )
})

test('ECDSA signs the same bytes each time', () => {
  const pem = keyText('p256.pkcs8.pem')
  assert.equal(sign(pem), sign(pem))
})

test('signs the UTF-8 that Node would sign, whatever the text', () => {
  const texts = [
    '',
    'a',
    'é',
    '漢字',
    '😀',
    '\ud800',
    'a\udc00b',
    '\0',
    '\ud800\ud800',
    '\u2028',
    'x'.repeat(70_000),
  ]
  for (let code = 0; code < 0x10000; code += 251) texts.push(String.fromCharCode(code, 0x61, code))
  let ran = 0
  for (const text of texts) {
    const expected = crypto.createSign('RSA-SHA1').update(text).sign(PEM, 'base64')
    const signature = signPolicy(text, 'SHA1', PEM, undefined, PEM)
    assert.equal(signature, expected.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~'))
    ran += 1
  }
  assert.equal(ran, 11 + 262)
})

test('many calls take no memory', () => {
  const pem = keyText('p256.pkcs8.pem')
  const round = () => {
    for (let i = 0; i < 20_000; i++) sign(pem)
    collectGarbage()
    return process.memoryUsage().rss
  }
  round()
  const before = round()
  assert.ok(round() - before < 8e6)
})
