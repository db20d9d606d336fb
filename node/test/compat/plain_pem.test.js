'use strict'
// Keys that are read without asking Node: Node takes each of them, and as the same key.

const assert = require('node:assert/strict')
const crypto = require('node:crypto')
const { readdirSync } = require('node:fs')
const path = require('node:path')
const { test } = require('node:test')
const cfsign = require('cfsign')
const { getSignedUrl } = require('cfsign/aws-sdk')
const { PACKAGE, ROOT, keyFile, keyText, outcome, peer } = require('./support.js')
const { Strange } = require('./strange.js')
const { WRITTEN } = require('./values.js')
const { plainPem } = require(path.join(PACKAGE, 'compat/plain_pem.js'))

const original = peer('@aws-sdk/cloudfront-signer')
const RSA = ['rsa-2048.pkcs1.pem', 'rsa-2048.pkcs8.pem', 'rsa-2048-b.pkcs1.pem', 'rsa-2048-b.pkcs8.pem']
const P256 = ['p256.sec1.pem', 'p256.pkcs8.pem', 'p256-b.sec1.pem', 'p256-b.pkcs8.pem']
const PLAIN = [...RSA, ...P256]

const labelOf = (pem) => /BEGIN (.+?)-----/.exec(pem)[1]
const derOf = (pem) => Buffer.from(pem.replace(/-----.+?-----/g, ''), 'base64')
const pemOf = (label, der) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`

function signed(sign, privateKey) {
  const url = 'https://d111111abcdef8.cloudfront.net/image.jpg'
  return outcome(() => sign({ url, keyPairId: 'K2JCJMDEHXQW5F', dateLessThan: 1893456000000, privateKey }))
}

/** The outcome is that of the original; tells whether it was compared byte for byte. */
function likeOriginal(privateKey, label) {
  const wanted = signed(original.getSignedUrl, privateKey)
  // RSA-PSS signs differently each time, and OpenSSL blinds at random what then fails with a damaged key.
  const isRandom = wanted.value !== signed(original.getSignedUrl, privateKey).value
  const found = signed(getSignedUrl, privateKey)
  if (isRandom) assert.equal(found.value?.length, wanted.value.length, label)
  else assert.deepEqual(found, wanted, label)
  return !isRandom
}

/** What the core makes of a text that needs no second reader. `undefined`: Node is asked. */
function takenAlone(text) {
  const der = plainPem(text)
  try {
    return der && new cfsign.PrivateKey(der)
  } catch {
    return undefined
  }
}

/** Whether the text is taken alone; if it is, Node has to take it too. */
function agrees(text, label) {
  const key = takenAlone(text)
  if (key === undefined) return false
  const ofNode = crypto.createPrivateKey({ key: text, passphrase: undefined })
  const ours = crypto.createPublicKey(key.publicKey().toPem())
  assert.ok(crypto.createPublicKey(ofNode).equals(ours), label)
  // The same private numbers, where they are written the same way.
  const type = { 'RSA PRIVATE KEY': 'pkcs1', 'EC PRIVATE KEY': 'sec1', 'PRIVATE KEY': 'pkcs8' }[labelOf(`${text}`)]
  assert.ok(ofNode.export({ format: 'der', type }).equals(derOf(`${text}`)), label)
  return true
}

test('the plain files of the keys that CloudFront takes, and of no others', () => {
  const files = readdirSync(path.join(ROOT, 'tests/keys')).filter((name) => name !== 'make.sh')
  const taken = files.filter((name) => plainPem(keyText(name)) !== undefined)
  assert.deepEqual(taken.toSorted(), PLAIN.toSorted())
  for (const name of taken) {
    for (const text of [keyText(name), keyText(name).trimEnd(), keyFile(name)]) assert.ok(agrees(text, name))
    assert.deepEqual(plainPem(keyText(name)), derOf(keyText(name)))
  }
  assert.equal(plainPem(new Uint8Array(keyFile('p256.sec1.pem'))), undefined)
})

test('every other writing of a plain key is left to Node, and the outcome is that of the original', () => {
  const more = [
    (pem) => `\n${pem}`,
    (pem) => ` ${pem}`,
    (pem) => `${pem}\n`,
    (pem) => `${pem} `,
    (pem) => `${pem}\0`,
    (pem) => pem.replace('\n', ' \n'),
    (pem) => pem.replace('\n', '\n\n'),
    (pem) => pem.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n'),
    (pem) => pem.replaceAll(/(.{64})\n/g, '$1'),
    (pem) => pem.replace(/(.{60})(.{4}\n)/, '$1\n$2'),
    (pem) => pem.replace('-----END', '----END'),
    (pem) => pem.replace('-----END', 'AAAA\n-----END'),
    (pem) => pem.replace('-----END', '=\n-----END'),
    (pem) => pem.replace(/\n(?=-----END)/, ''),
    (pem) => pem.replace('END ', 'END RSA '),
    (pem) => pem.toLowerCase(),
    (pem) => pem + keyText('rsa-2048-b.pkcs8.pem'),
    (pem) => keyText('rsa-2048.certificate.pem') + pem,
    (pem) => pem + keyText('rsa-2048.certificate.pem'),
    (pem) => pem.replaceAll('M', '\u014d'),
  ]
  const same = [(pem) => pem.trimEnd(), (pem) => Buffer.from(pem)].map(String)
  const others = [...WRITTEN, ...more].filter((write) => !same.includes(String(write)))
  let ran = 0
  for (const name of PLAIN) {
    for (const write of others) {
      const text = write(keyText(name))
      const changed = typeof text === 'string' || Buffer.isBuffer(text)
      if (changed && `${text}` !== keyText(name)) assert.equal(plainPem(text), undefined, `${name}, ${write}`)
      if (RSA.includes(name)) likeOriginal(text, `${name}, ${write}`)
      ran += 1
    }
  }
  assert.equal(ran, PLAIN.length * (WRITTEN.length - 2 + more.length))
})

test('what is in a label that is not its own is left to Node', () => {
  const labels = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'PUBLIC KEY', 'ANY KEY']
  let ran = 0
  for (const name of readdirSync(path.join(ROOT, 'tests/keys')).filter((file) => file.endsWith('.pem'))) {
    for (const label of labels.filter((other) => other !== labelOf(keyText(name)))) {
      const text = pemOf(label, derOf(keyText(name)))
      assert.equal(plainPem(text), undefined, `${name} as ${label}`)
      if (name.startsWith('rsa')) likeOriginal(text, `${name} as ${label}`)
      ran += 1
    }
  }
  assert.ok(ran > 200)
})

/** One of the ways in which a DER is damaged. */
function damaged(strange, der) {
  const at = Math.floor(strange.random() * (strange.chance(0.4) ? Math.min(80, der.length) : der.length))
  const byte = Buffer.from([Math.floor(strange.random() * 256)])
  const copy = Buffer.from(der)
  switch (strange.pick(['byte', 'bit', 'insert', 'remove', 'cut', 'more', 'swap'])) {
    case 'byte':
      copy[at] = byte[0]
      return copy
    case 'bit':
      copy[at] ^= 1 << Math.floor(strange.random() * 8)
      return copy
    case 'insert':
      return Buffer.concat([der.subarray(0, at), byte, der.subarray(at)])
    case 'remove':
      return Buffer.concat([der.subarray(0, at), der.subarray(at + 1)])
    case 'cut':
      return der.subarray(0, at)
    case 'more':
      return Buffer.concat([der, byte])
    default: {
      const other = derOf(keyText(strange.pick(PLAIN)))
      return Buffer.concat([der.subarray(0, at), other.subarray(at)])
    }
  }
}

test('of keys damaged at random, none is taken that Node refuses', () => {
  const seed = 20260711
  const strange = new Strange(seed)
  const count = { plain: 0, taken: 0, same: 0 }
  for (let number = 0; number < 12_000; number += 1) {
    const name = strange.pick(PLAIN)
    const pem = keyText(name)
    const text = pemOf(labelOf(pem), damaged(strange, derOf(pem)))
    if (plainPem(text) !== undefined) count.plain += 1
    if (agrees(text, `${number} of seed ${seed}, ${name}`)) count.taken += 1
    if (number % 8 === 0 && RSA.includes(name) && likeOriginal(text, `${number} of seed ${seed}`)) count.same += 1
  }
  assert.ok(count.plain > 2000, `${count.plain} are plain`)
  assert.ok(count.taken > 20, `${count.taken} are taken`)
  assert.ok(count.same > 200, `${count.same} are compared`)
})

test('of texts damaged at random, none is taken that Node refuses', () => {
  const seed = 20260712
  const strange = new Strange(seed)
  const characters = [...'A9+/=-_ \n\r\t\0\\"#:,é', '\n\n', '\r\n', '-----', '==', '\ufeff', '']
  let [taken, same] = [0, 0]
  for (let number = 0; number < 6000; number += 1) {
    const name = strange.pick(PLAIN)
    const pem = keyText(name)
    const at = Math.floor(strange.random() * pem.length)
    const rest = pem.slice(at + (strange.chance(0.5) ? 1 : 0))
    const text = pem.slice(0, at) + strange.pick(characters) + rest
    if (agrees(text, `${number} of seed ${seed}, ${name}`)) taken += 1
    if (number % 8 === 0 && RSA.includes(name) && likeOriginal(text, `${number} of seed ${seed}`)) same += 1
  }
  // The text is unchanged now and then, or lost the line break at its end.
  assert.ok(taken > 20, `${taken} are taken`)
  assert.ok(same > 200, `${same} are compared`)
})

test('new keys of Node are plain', () => {
  let ran = 0
  for (const [type, options, forms] of [
    ['rsa', { modulusLength: 2048 }, ['pkcs1', 'pkcs8']],
    ['ec', { namedCurve: 'P-256' }, ['sec1', 'pkcs8']],
  ]) {
    for (let i = 0; i < (type === 'rsa' ? 4 : 200); i++) {
      const { privateKey } = crypto.generateKeyPairSync(type, options)
      for (const form of forms) {
        assert.ok(agrees(privateKey.export({ format: 'pem', type: form }), form))
        ran += 1
      }
    }
  }
  assert.equal(ran, 408)
})
