'use strict'
// Puts the packages together under OUT/packages: the package itself, and two for each platform that has a
// folder under OUT/built, one with the addon and one with the command. Each has a README and the licences.
//
//   node pack.js OUT           what this machine built
//   node pack.js OUT --all     a release: an error where a platform of platforms.json is missing

const { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const manifest = require('./package.json')
const platforms = require('./platforms.json')

const LICENCES = ['LICENSE-APACHE', 'LICENSE-MIT']
/** What is compiled has others' work in it. */
const OF_COMPILED = [...LICENCES, 'LICENSE-THIRD-PARTY']
const { version, license, engines, repository, type } = manifest

/** A package's folder with the files that every package has. */
function folder(out, name, licences, content) {
  const path = join(out, 'packages', name)
  mkdirSync(path, { recursive: true })
  for (const file of licences) copyFileSync(join(__dirname, '..', file), join(path, file))
  writeFileSync(join(path, 'package.json'), `${JSON.stringify({ name, version, ...content }, null, 2)}\n`)
  return path
}

/** One package of one platform: a single file, and what npm is told of where it fits. */
function platformPackage(out, { target, os, cpu, libc }, prefix, what, built, file, more) {
  const name = `${prefix}-${target}`
  const description = `The ${what} of cfsign for ${target}`
  const fits = { os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) }
  const files = [file, ...OF_COMPILED]
  const content = { description, license, engines, repository, type, files, ...fits, ...more }
  const path = folder(out, name, OF_COMPILED, content)
  copyFileSync(join(out, 'built', target, built), join(path, file))
  chmodSync(join(path, file), 0o755)
  writeFileSync(join(path, 'README.md'), `The ${what} of [cfsign](https://www.npmjs.com/package/cfsign) for ${target}.\n`)
  return name
}

function main(out, wanted) {
  const names = []
  for (const platform of platforms) {
    if (!existsSync(join(out, 'built', platform.target))) {
      if (wanted === '--all') throw new Error(`${platform.target} of platforms.json was not built`)
      continue
    }
    const addon = `cfsign.${platform.target}.node`
    const command = platform.os === 'win32' ? 'cfsign.exe' : 'cfsign'
    names.push(platformPackage(out, platform, 'cfsign', 'addon', 'cfsign.node', addon, { type, main: addon }))
    platformPackage(out, platform, 'cfsign-command', 'command', command, command, { bin: { 'cfsign-command': command } })
  }
  const optionalDependencies = Object.fromEntries(names.map((name) => [name, version]))
  const content = { ...manifest, files: [...manifest.files, ...LICENCES], optionalDependencies }
  const path = folder(out, manifest.name, LICENCES, content)
  // The patterns in package.json are names, and names with any ending.
  const packed = (entry) =>
    ['README.md', ...manifest.files].some((p) => (p.endsWith('.*') ? entry.startsWith(p.slice(0, -1)) : entry === p))
  for (const entry of readdirSync(__dirname).filter(packed)) {
    cpSync(join(__dirname, entry), join(path, entry), { recursive: true })
  }
}

main(process.argv[2], process.argv[3])
