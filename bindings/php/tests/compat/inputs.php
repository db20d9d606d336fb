<?php

declare(strict_types=1);

/**
 * What aws_sdk_php.json is made of: arguments of the constructor and of the call. Keys are files in tests/keys.
 *
 * @return list<array<string, mixed>>
 */
function inputs(): array
{
    $id = 'K2JCJMDEHXQW5F';
    $key = 'tests/keys/rsa-2048.pkcs1.pem';
    $host = 'https://d111111abcdef8.cloudfront.net';
    $end = 1767290400;
    $policy = static fn (string $resource): string => json_encode(
        ['Statement' => [['Resource' => $resource, 'Condition' => ['DateLessThan' => ['AWS:EpochTime' => 1767290400]]]]],
        JSON_UNESCAPED_SLASHES,
    );
    $urls = [
        "$host/image.jpg", "$host/", $host, "$host/a.jpg?size=large&v=1", "$host/a.jpg?flag", "$host/a.jpg?flag=",
        "$host/a.jpg?", "$host/a.jpg?a=1&a=2", "$host/a.jpg?a[]=1&a[]=2", "$host/a.jpg?q=a+b", "$host/a.jpg?q=a%20b",
        "$host/a.jpg?q=a%2Bb", "$host/a b.jpg", "$host/a%20b.jpg", "$host/a%2fb.jpg", "$host/50%.jpg", "$host/ä.jpg",
        "$host/a.jpg?name=ä", "$host/a.jpg?x=~'()*!", "$host/~user/(a)'b!*.jpg", "$host/videos/*", "$host/a+b.jpg",
        "$host/a.jpg#top", "$host/a.jpg?x=1#top", "$host/a/../b.jpg", "$host//a//b.jpg", "$host/a;b=c,d@e:f.jpg",
        'HTTPS://d111111abcdef8.cloudfront.net/a.jpg', 'https://D111111ABCDEF8.CloudFront.net/a.jpg',
        "$host:443/a.jpg", "$host:8443/a.jpg", 'http://d111111abcdef8.cloudfront.net:80/a.jpg',
        'http://d111111abcdef8.cloudfront.net/a.jpg', 'http*://d111111abcdef8.cloudfront.net/a.jpg',
        'https*://d111111abcdef8.cloudfront.net/a.jpg', '*://d111111abcdef8.cloudfront.net/a.jpg',
        'https://user:pass@cdn.example.com/a.jpg', "$host/redirect?u=https://example.com/", "$host/a?b=c?d",
        'rtmp://s5c39gqb8ow64r.cloudfront.net/videos/mp3_name.mp3', 'rtmp://s5c39gqb8ow64r.cloudfront.net/a.mp4?x=1',
        'ftp://cdn.example.com/a', 'foo://bar.com', 'bar.com', '', "$host/a\"b.jpg", "$host/a\\b.jpg", "$host/a\tb.jpg",
        "$host/a{b}|c^d`e.jpg", "$host/a.jpg?x={b}|c^d`e", "$host/a.jpg?Expires=1", "$host/a.jpg?1=2&3",
        "$host/a.jpg?x=%E4", "$host/a.jpg?a=b=c", 'https://[2001:db8::1]/a.jpg', "$host/a.jpg?response-content-disposition=attachment%3B%20filename%3D%22a%20b.pdf%22",
    ];
    $inputs = [];
    $add = static function (string $operation, array $signer, array $arguments) use (&$inputs): void {
        $inputs[] = [
            'id' => sprintf('aws_sdk_php/%s/%03d', $operation, count($inputs)),
            'operation' => $operation,
            'signer' => $signer,
            'arguments' => $arguments,
        ];
    };
    foreach ($urls as $url) {
        $add('url', [$id, $key], [$url, $end]);
        $add('url', [$id, $key], [$url, null, $policy("$host/*")]);
        $add('cookie', [$id, $key], [$url, $end]);
    }
    $policies = [
        $policy("$host/*"), "{\n  \"Statement\": [ {\"Resource\": \"$host/a b/*\"} ]\n}", '{"Statement":[]}', 'no JSON',
        $policy("$host/a\\b"), $policy("$host/\"x"), "\t", $policy("$host/ä/*"),
    ];
    foreach ($policies as $text) {
        $add('url', [$id, $key], ["$host/a.jpg", null, $text]);
        $add('url', [$id, $key], ["$host/a.jpg", $end, $text]);
        $add('cookie', [$id, $key], [null, null, $text]);
    }
    foreach (['1767290400', '0', 0, null, '', 'soon', 1767290400000, -1] as $expires) {
        $add('url', [$id, $key], ["$host/a.jpg", $expires]);
        $add('cookie', [$id, $key], ["$host/a.jpg", $expires]);
    }
    $add('cookie', [$id, $key], []);
    foreach (['SHA1', 'SHA256', 'sha256', 1, 7, 'MD5', 2, ''] as $algorithm) {
        $add('url', [$id, $key, $algorithm], ["$host/a.jpg", $end]);
        $add('cookie', [$id, $key, $algorithm], ["$host/a.jpg", $end]);
    }
    // What the original says of Ed25519 depends on the version of PHP.
    foreach (['rsa-1024.pkcs1', 'rsa-4096.pkcs8', 'p384.sec1', 'secp256k1.pkcs8', 'dsa-2048.pkcs8'] as $name) {
        $add('url', [$id, "tests/keys/$name.pem"], ["$host/a.jpg", $end]);
    }
    $add('url', [$id, 'tests/keys/none.pem'], ["$host/a.jpg", $end]);
    $add('url', ['', $key], ["$host/a.jpg", $end]);
    $add('url', ['any & thing', $key], ["$host/a.jpg", $end]);
    $add('cookie', ['any & thing', $key], ["$host/a.jpg", $end]);
    return $inputs;
}
