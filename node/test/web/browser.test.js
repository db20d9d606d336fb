'use strict'
// Members of the example sites in real Chromium: from signing in to signing out.

const assert = require('node:assert/strict')
const { after, before, test } = require('node:test')
const { openBrowser, start } = require('./site.js')

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

/** Fetches a playlist and every segment it lists, as players do. */
const play = (page, list) =>
  page.evaluate(async (list) => {
    const get = async (url) => {
      const response = await fetch(url, { credentials: 'include' })
      return response.text()
    }
    // The edge's 403 has no header that lets the page read it.
    const text = await get(list).catch(() => undefined)
    if (text === undefined) return 'refused'
    const segments = text.split('\n').filter((line) => line && !line.startsWith('#'))
    return Promise.all(segments.map((segment) => get(new URL(segment, list))))
  }, list)

/** How wide the photo of the gallery is; 0 where the browser got none. */
const photo = (page) =>
  page.evaluate(async () => {
    const image = document.getElementById('photo')
    await image.decode().catch(() => {})
    return image.naturalWidth
  })

const press = (page) => Promise.all([page.waitForNavigation(), page.click('button')])
const named = (cookies) => cookies.map(({ name }) => name).filter((name) => name.startsWith('CloudFront-'))

for (const framework of ['express', 'fastify']) {
  test(`${framework}: cookies at sign in, image and segments, a download, nothing after sign out`, async () => {
    const { site, files, stop } = await start(framework)
    const context = await browser.createBrowserContext()
    const page = await context.newPage()
    await page.setCacheEnabled(false)
    try {
      await page.goto(site)
      assert.equal(await page.title(), 'Sign in')
      const list = `${files}/gallery/list.m3u8`
      assert.equal(await play(page, list), 'refused')

      await page.type('input[name=name]', 'ada')
      await press(page)
      assert.equal(await page.title(), 'Gallery')
      assert.equal(await photo(page), 1)
      assert.deepEqual(await play(page, list), ['first segment', 'second segment'])
      const cookies = await page.cookies(`${files}/gallery/pixel.png`)
      assert.deepEqual(named(cookies).sort(), ['CloudFront-Key-Pair-Id', 'CloudFront-Policy', 'CloudFront-Signature'])
      assert.ok(cookies.every(({ name, domain }) => !name.startsWith('CloudFront-') || domain === '.example.test'))

      // The cookies open the gallery and nothing else; the report has a signed URL of its own.
      assert.equal(await play(page, `${files}/secret.txt`), 'refused')
      const sent = await page.evaluate(() => fetch('/report', { redirect: 'manual' }).then(({ type }) => type))
      assert.equal(sent, 'opaqueredirect')
      const [response] = await Promise.all([
        page.waitForResponse((response) => response.url().startsWith(`${files}/reports/`)),
        page.click('#report'),
      ])
      assert.equal(response.status(), 200)
      assert.match(response.url(), /\/reports\/Q3%20%26%20more\.txt\?response-content-disposition=.*&Signature=/)

      await page.goto(site)
      await press(page)
      assert.equal(await page.title(), 'Sign in')
      assert.deepEqual(await page.cookies(`${files}/gallery/pixel.png`), await page.cookies(`${files}/none`))
      assert.deepEqual(named(await page.cookies(`${files}/gallery/pixel.png`)), [])
      assert.equal(await play(page, list), 'refused')
    } finally {
      await context.close()
      stop()
    }
  })
}

