using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Admin;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Secrets;

/// <summary>A key of the gateway stays here, wherever the caller puts it; the rest of the query and header fields goes on.</summary>
public sealed class ForwardedKeyTests : IAsyncLifetime, IDisposable
{
    private const string Key = TestGateway.Key;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private TestGateway _gateway = null!;

    public static TheoryData<string> Callers => new(ProtocolCase.All.Select(p => p.Name));

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(configure: router => router.UseKeyFile(Path.Combine(_folder.FullName, "keys.json")));

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("?beta=true", "?beta=true")]
    [InlineData("?", "")]
    [InlineData("?beta=true&key=abc&x=%2F", "?beta=true&x=%2F")]
    [InlineData("?key=abc", "")]
    [InlineData("?KEY=abc&Api_Key=abc&api-key=a&apikey=b&access_token=c&token=d&x-api-key=e&a=1", "?a=1")]
    [InlineData("?%6Bey=abc&ke%79=abc&a=1", "?a=1")]
    [InlineData("?%256bey=abc&a=1", "?a=1")]
    [InlineData("?key[]=abc&key[0]=abc&key&token=&a=1", "?a=1")]
    [InlineData("?other=" + Key + "&a=1", "?a=1")]
    [InlineData("?other=sk%2Drm%2dtest-key&a=1", "?a=1")]
    [InlineData("?other=sk%252Drm-test-key&a=1", "?a=1")]
    [InlineData("?other=Bearer%20" + Key + "&b=bearer+" + Key + "&a=1", "?a=1")]
    [InlineData("?other=before-" + Key + "-after&a=1", "?a=1")]
    [InlineData("?" + Key + "&" + Key + "=1&a=1", "?a=1")]
    [InlineData("?a=1;key=abc&b=2", "?b=2")]
    [InlineData("?monkey=1&tokens=2&page_token=3&keys=4&include[]=a&include[]=b", "?monkey=1&tokens=2&page_token=3&keys=4&include[]=a&include[]=b")]
    public async Task A_query_goes_on_without_keys(string query, string expected)
    {
        foreach (var caller in ProtocolCase.All)
        {
            _gateway.Upstream.Reset();
            using var request = caller.Ask(caller.Name, stream: false, caller == ProtocolCase.Messages ? ",\"max_tokens\":50" : "");
            request.RequestUri = new Uri(caller.Path + query, UriKind.Relative);

            using var response = await _gateway.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(expected, Assert.Single(_gateway.Received).Query);
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task No_named_key_goes_on_whoever_sends_it(string name)
    {
        var caller = ProtocolCase.Named(name);
        var (mine, other) = (await AddAsync("mine-" + name), await AddAsync("other-" + name));
        foreach (var field in new[] { "anthropic-note", "openai-note", "idempotency-key", "x-stainless-note", "anthropic-beta", "openai-organization" })
        {
            foreach (var key in new[] { mine, other, Key })
            {
                using var request = caller.Ask(caller.Name, stream: false, caller == ProtocolCase.Messages ? ",\"max_tokens\":50" : "");
                request.RequestUri = new Uri($"{caller.Path}?a={key}&b=Bearer%20{key}&c={Uri.EscapeDataString("x " + key)}&d=4", UriKind.Relative);
                request.Headers.TryAddWithoutValidation("x-api-key", mine);
                request.Headers.TryAddWithoutValidation(field, $"x {key}");
                request.Headers.TryAddWithoutValidation("x-request-id", key);

                using var response = await _gateway.Client.SendAsync(request);

                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.DoesNotContain(key, response.Headers.ToString(), StringComparison.Ordinal);
                var received = _gateway.Received[^1];
                Assert.Equal("?d=4", received.Query);
                Assert.DoesNotContain(received.Headers, header => header.Value.Contains(key, StringComparison.Ordinal));
            }
        }

        // the log of calls is written in batches
        await Task.Delay(500);
        Assert.DoesNotContain(_gateway.Logs.All, line => line.Contains("RouterMaestro", StringComparison.Ordinal) && (line.Contains(mine, StringComparison.Ordinal) || line.Contains(other, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GET", "/v1/responses/" + Key)]
    [InlineData("DELETE", "/v1/responses/" + Key)]
    [InlineData("POST", "/v1/responses/" + Key + "/cancel")]
    public async Task A_key_is_no_id_of_a_response(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(_gateway.Upstream.Requests, received => received.Path.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_header_field_of_UTF8_text_goes_on_in_the_same_bytes()
    {
        await using var gateway = await RawGateway.StartAsync();
        var (status, _) = await gateway.AskAsync(ProtocolCase.Chat, "idempotency-key: café €\r\n");

        Assert.Equal(200, status);
        Assert.Equal("café €", gateway.Upstream.Requests[^1].Headers["idempotency-key"]);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Bytes_outside_UTF8_are_an_error_in_the_callers_protocol(string name)
    {
        await using var gateway = await RawGateway.StartAsync();
        foreach (var field in new[] { "x-note", "user-agent", "anthropic-beta", "openai-organization", "x-request-id" })
        {
            var (status, body) = await gateway.AskAsync(ProtocolCase.Named(name), field + ": caf\u00e9\r\n", Encoding.Latin1);

            Assert.Equal(400, status);
            var root = JsonNode.Parse(body)!;
            Assert.Contains("not UTF-8", (string)root["error"]!["message"]!, StringComparison.Ordinal);
            Assert.Equal(name == "messages", (string?)root["type"] == "error");
        }

        Assert.Equal(200, (await gateway.AskAsync(ProtocolCase.Named(name), "x-note: cafe\r\n")).Status);
    }

    private async Task<string> AddAsync(string name)
    {
        var (_, added) = await _gateway.Client.AdminAsync("POST", "keys", $$"""{"name":"{{name}}"}""", status: 201);
        return (string)added["key"]!;
    }
}
