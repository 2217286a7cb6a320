using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Secrets;

/// <summary>A provider echoes keys everywhere but in its answer: none reaches the caller or the log, in any writing.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private static readonly string[] _fields =
    [
        "retry-after", "retry-after-ms", "x-should-retry", "x-ratelimit-note", "anthropic-ratelimit-tokens-reset", "x-ratelimit-reset-tokens",
        "x-request-id", "request-id", "openai-processing-ms", "openai-version", "openai-organization", "anthropic-organization-id", "x-other",
    ];

    private TestGateway _gateway = null!;

    public static TheoryData<string, string> Matrix => ProtocolCase.Matrix();

    public static TheoryData<string, int> Streams
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var protocol in ProtocolCase.All)
            {
                foreach (var writing in Canary.WritingNumbers)
                {
                    data.Add(protocol.Name, writing);
                }
            }

            return data;
        }
    }

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(configureWith: (router, upstream) =>
    {
        router.AddOpenAICompatible("lab-chat", upstream.BaseUrl.ToString(), Configure);
        router.AddAnthropicCompatible("lab-messages", upstream.Address.ToString(), Configure);
        router.AddOpenAICompatible("lab-responses", upstream.BaseUrl.ToString(), options =>
        {
            Configure(options);
            options.Protocols.Add(WireProtocol.OpenAIResponses);
        });

        static void Configure(Infrastructure.DependencyInjection.ProviderOptions options)
        {
            options.ApiKey = Canary.Key;
            options.Headers["x-lab-auth"] = $"Token {Canary.Custom}";
        }
    });

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();

        // the log of calls is written in batches, the last of them when the gateway ends
        Assert.NotEmpty(_gateway.Logs.All);
        foreach (var line in _gateway.Logs.All)
        {
            Canary.AssertNone(line);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task No_header_field_of_a_response_holds_a_key(string caller, string upstream)
    {
        foreach (var stream in new[] { false, true })
        {
            foreach (var writing in Canary.WritingNumbers)
            {
                var answer = SimulatedResponse.Text("ok");
                var error = SimulatedFault.Status(400, "a message");
                foreach (var field in _fields)
                {
                    answer = answer.WithHeader(field, $"note {string.Join(' ', Canary.Write(writing))}");
                    error = error.WithHeader(field, string.Join(", ", Canary.Write(writing)));
                }

                Assert.Contains("***", await AskAsync(caller, upstream, stream, answer, status: 200), StringComparison.Ordinal);
                Assert.Contains("***", await AskAsync(caller, upstream, stream, error, status: 400), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task No_member_of_an_error_holds_a_key(string caller, string upstream)
    {
        foreach (var stream in new[] { false, true })
        {
            foreach (var writing in Canary.WritingNumbers)
            {
                foreach (var (contentType, body) in KeyEchoes.Errors(writing))
                {
                    var error = SimulatedResponse.Raw(400, contentType, Encoding.UTF8.GetBytes(body));
                    var text = await AskAsync(caller, upstream, stream, error, status: 400);

                    // of Anthropic's errors a translation takes the message alone
                    Assert.True(upstream == "messages" || text.Contains("***", StringComparison.Ordinal), text);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_error_of_any_status_or_inside_a_200_holds_no_key(string caller, string upstream)
    {
        foreach (var writing in Canary.WritingNumbers)
        {
            var (_, body) = KeyEchoes.Errors(writing)[0];
            await AskAsync(caller, upstream, stream: writing % 2 == 0, SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(body)));
        }

        foreach (var status in new[] { 404, 413, 422, 500, 429, 529, 403 })
        {
            var (_, body) = KeyEchoes.Errors(status % Canary.Writings.Length)[0];
            await AskAsync(caller, upstream, stream: false, SimulatedResponse.Raw(status, "application/json", Encoding.UTF8.GetBytes(body)));
        }
    }

    [Fact]
    public async Task The_error_of_a_failed_response_holds_no_key()
    {
        foreach (var writing in Canary.WritingNumbers)
        {
            foreach (var secret in Canary.Write(writing))
            {
                var failed = """{"id":"resp_1","object":"response","status":"failed","output":[],"error":{"code":"server_error","message":"bad {KEY}"}}""";
                await AskAsync("responses", "responses", stream: false, SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(failed.Replace("{KEY}", secret, StringComparison.Ordinal))));
            }
        }
    }

    [Fact]
    public async Task A_message_that_is_cut_off_within_a_key_holds_no_part_of_it()
    {
        for (var length = 1980; length < 2000; length++)
        {
            var body = $$$"""{"error":{"message":"{{{new string('x', length)}}} {{{Canary.Key}}} and more"}}""";
            var text = await AskAsync("chat", "chat", stream: false, SimulatedResponse.Raw(400, "application/problem", Encoding.UTF8.GetBytes($"[{body}]")));
            Assert.DoesNotContain(Canary.Key[..4], text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Frames_lose_keys_but_content_keeps_its_bytes(string name, int writing)
    {
        foreach (var secret in Canary.Write(writing))
        {
            foreach (var newline in new[] { "\n", "\r\n" })
            {
                var template = KeyEchoes.Frames(name).ReplaceLineEndings(newline);
                var sent = template.Replace("{KEY}", secret, StringComparison.Ordinal).Replace("{CONTENT}", secret, StringComparison.Ordinal);
                var (_, text) = await SendAsync(name, name, stream: true, SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(sent), 7));

                // an event of content has the name of its type
                var expected = template.Replace("{KEY}", "***", StringComparison.Ordinal).Replace("{CONTENT}", secret, StringComparison.Ordinal)
                    .Replace($"event: ***{newline}data: {{\"type\":\"content_block_delta\"", $"event: content_block_delta{newline}data: {{\"type\":\"content_block_delta\"", StringComparison.Ordinal);
                Assert.Equal(expected, text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_error_in_the_middle_of_a_stream_holds_no_key(string caller, string upstream)
    {
        foreach (var writing in Canary.WritingNumbers)
        {
            var begun = KeyEchoes.Frames(upstream).Replace("{KEY}", "", StringComparison.Ordinal).Replace("{CONTENT}", "one", StringComparison.Ordinal);
            var cut = begun[..begun.IndexOf("event: unheard", StringComparison.Ordinal)];
            foreach (var (_, body) in KeyEchoes.Errors(writing).Where(error => error.ContentType == "application/json"))
            {
                var failed = $"event: error\nid: {Canary.Write(writing)[0]}\ndata: {(upstream == "responses" ? "{\"type\":\"error\"," + body[1..] : body)}\n\n";
                await AskAsync(caller, upstream, stream: true, SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(cut + failed)));
            }
        }
    }

    private async Task<string> AskAsync(string caller, string upstream, bool stream, SimulatedStep reply, int? status = null)
    {
        var (response, text) = await SendAsync(caller, upstream, stream, reply);
        using (response)
        {
            Assert.True(status is null || (int)response.StatusCode == status, $"{response.StatusCode}: {text}");
            var whole = $"{response.Headers}{response.Content.Headers}{response.TrailingHeaders}\n{text}";
            Canary.AssertNone(whole);
            return whole;
        }
    }

    private async Task<(HttpResponseMessage Response, string Text)> SendAsync(string caller, string upstream, bool stream, SimulatedStep reply)
    {
        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(reply);
        using var request = ProtocolCase.Named(caller).Ask($"lab-{upstream}", stream, caller == "messages" ? ",\"max_tokens\":50" : "");
        var response = await _gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = await ReadAsync(response);
        Assert.NotEmpty(_gateway.Received);
        return (response, text);
    }

    // a Chat stream that failed ends with its connection
    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        using var body = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(body);
        }
        catch (HttpRequestException) when (body.Length > 0)
        {
            Assert.Contains("\"error\"", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }
}
