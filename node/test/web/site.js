'use strict'
// A site of node/examples that listens, behind it a local edge with the files, and a browser that knows both
// by names that share a domain.

const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { once } = require('node:events')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const puppeteer = require('puppeteer-core')
const { Signer } = require('cfsign')
const { LocalEdge } = require('cfsign/testing')
const { key } = require('../vectors.js')

const ID = 'K2JCJMDEHXQW5F'
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const FILES = {
  'gallery/pixel.png': PIXEL,
  'gallery/list.m3u8': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n1.ts\n#EXTINF:1,\n2.ts\n#EXT-X-ENDLIST\n',
  'gallery/1.ts': 'first segment',
  'gallery/2.ts': 'second segment',
  'reports/Q3 & more.txt': 'the report\n',
  'secret.txt': 'not in the gallery\n',
}

const signer = () => Signer.fromPem(key('rsa-2048.pkcs1.pem'), { keyPairId: ID })
const keys = () => ({ [ID]: key('rsa-2048.public.pem') })

/** A folder with the files of the distribution. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'cfsign-site-'))
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(join(path, name, '..'), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return path
}

/** Starts the example of `framework`; the edge has to know where it is, and it where the edge is. */
async function start(framework) {
  const { createApp } = require(`../../examples/${framework}.js`)
  const directory = folder()
  let handler = () => {}
  const server = createServer((request, response) => handler(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const site = `http://app.example.test:${server.address().port}`
  const edge = LocalEdge.start({ keys: keys(), directory, cors: [site] })
  const files = edge.url.replace('127.0.0.1', 'cdn.example.test')
  const stop = () => {
    server.closeAllConnections()
    server.close()
    edge.stop()
    rmSync(directory, { recursive: true })
  }
  try {
    const secret = 'a secret of this test, of 32 characters and more'
    const app = await createApp({ signer: signer(), origin: files, secret, secure: false })
    await app.ready?.()
    handler = app.routing ?? app
  } catch (error) {
    stop()
    throw error
  }
  return { site, files, edge, stop, local: `http://127.0.0.1:${server.address().port}` }
}

function openBrowser() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-proxy-server',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP *.example.test 127.0.0.1',
    ],
  })
}

module.exports = { FILES, ID, keys, openBrowser, signer, start }
