'use strict'
// The recipe for next/image: what Next.js makes of it is fetched from a local edge, at every width.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { mkdtempSync, mkdirSync, rmSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { test } = require('node:test')
const { LocalEdge } = require('cfsign/testing')
const { keys, signer } = require('./site.js')

const TSC = require.resolve('typescript/bin/tsc')
const TYPES = join(dirname(require.resolve('@types/node/package.json')), '..')

/** The recipe as JavaScript; its TypeScript is strict. */
function compile(out) {
  const recipe = join(__dirname, '../../examples/next')
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'commonjs',
    esModuleInterop: true,
    moduleResolution: 'node10',
    jsx: 'react-jsx',
    skipLibCheck: true,
    outDir: out,
    typeRoots: [TYPES],
    types: ['node'],
  }
  const project = join(recipe, 'tsconfig.json')
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['page.tsx'] }))
  const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', project], { encoding: 'utf8' })
  assert.equal(stdout, '')
  assert.equal(status, 0)
}

test('next/image: one signed query for every width', async () => {
  const folder = mkdtempSync(join(__dirname, 'next-'))
  mkdirSync(join(folder, 'images'))
  writeFileSync(join(folder, 'images/lake.png'), 'the lake')
  const edge = LocalEdge.start({ keys: keys(), directory: folder })
  try {
    compile(join(folder, 'compiled'))
    const { createElement } = require('react')
    const { renderToStaticMarkup } = require('react-dom/server')
    const { CloudFrontImage } = require(join(folder, 'compiled/cloudfront-image.js'))
    const { signedQuery } = require(join(folder, 'compiled/signed-query.js'))
    const query = signedQuery(signer(), edge.url)
    const image = { src: '/images/lake.png', alt: '', width: 640, height: 360, origin: edge.url, query }
    const html = renderToStaticMarkup(createElement(CloudFrontImage, image))
    const [, set] = /srcSet="([^"]*)"/.exec(html)
    const urls = set.replaceAll('&amp;', '&').split(', ').map((source) => source.split(' ')[0])
    assert.deepEqual(urls.map((url) => new URL(url).searchParams.get('width')), ['640', '1920'])
    for (const url of urls) assert.equal(await (await fetch(url)).text(), 'the lake')
    const unsigned = new URL(urls[0])
    assert.equal((await fetch(unsigned.origin + unsigned.pathname)).status, 403)
  } finally {
    edge.stop()
    rmSync(folder, { recursive: true })
  }
})
