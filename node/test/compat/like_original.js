'use strict'

// The two tests that every drop-in has: its vectors signed, and its vectors refused.

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { outcome, vectors } = require('./support.js')

/**
 * `sign` runs one vector; there are so many `signed` of them, and at least so many `refused`.
 *
 * @param {string} name of the file, and of the peer
 * @param {(vector: object) => string | object} sign
 */
function testVectors(name, sign, { signed: wanted, refused: least }) {
  const { signed, refused } = vectors(name)

  test('signs every vector as the original does', () => {
    let ran = 0
    for (const vector of signed) {
      const result = sign(vector)
      if (vector.operation === 'url') {
        assert.equal(result, vector.signed_url, vector.id)
      } else {
        const cookies = { ...result }
        if (vector.expires_is_number) {
          assert.equal(typeof cookies['CloudFront-Expires'], 'number', vector.id)
          cookies['CloudFront-Expires'] = String(cookies['CloudFront-Expires'])
        }
        assert.deepEqual(Object.entries(cookies), Object.entries(vector.cookies), vector.id)
      }
      ran += 1
    }
    assert.equal(ran, signed.length)
    assert.equal(ran, wanted)
  })

  test('refuses every vector with the error of the original', () => {
    let ran = 0
    for (const vector of refused) {
      const { error, message } = outcome(() => sign(vector))
      assert.deepEqual([error, message], [vector.error_type, vector.error], vector.id)
      ran += 1
    }
    assert.equal(ran, refused.length)
    assert.ok(ran >= least, `${ran} cases`)
  })
}

module.exports = { testVectors }
