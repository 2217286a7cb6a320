using System.Net;
using System.Text;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Hosting;

/// <summary>Every invalid request gets a clear 4xx in the caller's protocol, and the gateway stays healthy.</summary>
public sealed class BadInputTests(BadInputTests.Gateway gateway) : IClassFixture<BadInputTests.Gateway>
{
    // invalid requests of Responses are in ResponsesRouteTests
    private static readonly ProtocolCase[] _protocols = [ProtocolCase.Chat, ProtocolCase.Messages];

    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    /// <summary>Gets bodies that are always refused, and the invalid field.</summary>
    public static TheoryData<string, string?> AlwaysRefused => new()
    {
        { "", null },
        { "nonsense", null },
        { "[]", null },
        { "{", null },
        { "{\"model\":\"chat/m\"," + Messages, null },
        { "{\"model\":\"chat/m\"," + Messages + "}}", null },
        { "{\"model\":\"chat/m\",,\"max_tokens\":5," + Messages + "}", null },
        { "{\"model\":\"\"," + Messages + "}", "model" },
        { "{\"model\":5," + Messages + "}", "model" },
        { "{\"model\":null," + Messages + "}", "model" },
        { "{" + Messages + "}", "model" },
        { "{\"model\":\"chat/m\",\"model\":\"chat/n\"," + Messages + "}", "model" },
        { "{\"model\":\"chat/m\",\"mo\\u0064el\":\"chat/n\"," + Messages + "}", "model" },
        { "{\"model\":\"chat/m\",\"stream\":false,\"stream\":true," + Messages + "}", "stream" },
        { "{\"model\":\"chat/m\",\"stream\":\"yes\"," + Messages + "}", "stream" },
        { "{\"model\":\"chat/m\",\"messages\":[]}", "messages" },
        { "{\"model\":\"chat/m\",\"messages\":{}}", "messages" },
        { "{\"model\":\"chat/m\",\"messages\":null}", "messages" },
        { "{\"model\":\"chat/m\"}", "messages" },
        { "{\"model\":\"chat/m\",\"max_tokens\":-1," + Messages + "}", "max_tokens" },
        { "{\"model\":\"chat/m\",\"max_tokens\":\"5\"," + Messages + "}", "max_tokens" },
        { "{\"model\":\"chat/m\",\"temperature\":\"hot\"," + Messages + "}", "temperature" },
        { "{\"model\":\"chat/m\",\"tools\":{}," + Messages + "}", "tools" },
        { "{\"model\":\"chat/m\",\"x\":" + new string('[', 300) + new string(']', 300) + "," + Messages + "}", null },
    };

    /// <summary>Gets messages that cannot be translated, and the invalid field.</summary>
    public static TheoryData<string, string> RefusedWhenTranslated => new()
    {
        { "[5]", "messages.0" },
        { "[{\"content\":\"hi\"}]", "messages.0.role" },
        { "[{\"role\":\"wizard\",\"content\":\"hi\"}]", "messages.0.role" },
        { "[{\"role\":\"user\"}]", "messages.0.content" },
        { "[{\"role\":\"user\",\"content\":5}]", "messages.0.content" },
    };

    [Theory]
    [MemberData(nameof(AlwaysRefused))]
    public async Task A_bad_body_is_refused_in_both_protocols(string body, string? param)
    {
        foreach (var protocol in _protocols)
        {
            foreach (var provider in new[] { "chat", "messages" })
            {
                var (status, message, blamed) = await RefusalAsync(protocol, body.Replace("chat/", provider + "/", StringComparison.Ordinal));

                Assert.Equal(HttpStatusCode.BadRequest, status);
                Assert.NotEmpty(message);
                if (param is not null)
                {
                    Assert.True(blamed == param || message.Contains(param, StringComparison.Ordinal), $"{protocol.Protocol}: {message} ({blamed})");
                }
            }
        }

        Assert.Empty(gateway.Value.Received);
    }

    [Theory]
    [MemberData(nameof(RefusedWhenTranslated))]
    public async Task A_bad_message_is_refused_when_it_must_be_translated(string messages, string param)
    {
        foreach (var protocol in _protocols)
        {
            var foreign = protocol == ProtocolCase.Chat ? "messages" : "chat";
            var (status, message, blamed) = await RefusalAsync(protocol, $$"""{"model":"{{foreign}}/m","max_tokens":5,"messages":{{messages}}}""");

            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.True(blamed == param || message.Contains(param, StringComparison.Ordinal), $"{protocol.Protocol}: {message} ({blamed})");
        }
    }

    [Theory]
    [InlineData("nowhere/m")]
    [InlineData("no-such-model")]
    public async Task An_unknown_model_is_a_404(string model)
    {
        foreach (var protocol in ProtocolCase.All)
        {
            var body = $$"""{"model":"{{model}}",{{Messages}}}""";
            var (status, message, _) = await RefusalAsync(protocol, body.Replace("messages", protocol.Conversation, StringComparison.Ordinal));

            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains(model, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413_with_and_without_a_length()
    {
        var large = "{\"model\":\"chat/m\",\"x\":\"" + new string('a', 2 * 1024 * 1024) + "\"," + Messages + "}";
        foreach (var protocol in ProtocolCase.All)
        {
            foreach (var isChunked in new[] { false, true })
            {
                using var request = protocol.Ask(large);
                request.Headers.TransferEncodingChunked = isChunked;
                using var response = await gateway.Value.Client.SendAsync(request);

                Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
                Assert.NotEmpty(Error(protocol, await response.Content.ReadAsByteArrayAsync()).Message);
            }
        }
    }

    [Fact]
    public async Task A_lone_surrogate_passes_on_the_same_hop_and_is_replaced_when_translated()
    {
        gateway.Value.Upstream.Reset();
        gateway.Value.Upstream.Reply(SimulatedResponse.Text("ok"));
        foreach (var upstream in new[] { "chat", "messages" })
        {
            using var request = ProtocolCase.Chat.Ask($$"""{"model":"{{upstream}}/m","messages":[{"role":"user","content":"a\ud800b"}]}""");
            using var response = await gateway.Value.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var bodies = gateway.Value.Received.Select(r => Encoding.UTF8.GetString(r.Body.Span)).ToArray();
        gateway.Value.Upstream.Reset();
        gateway.Value.Upstream.Reply(SimulatedResponse.Text("ok"));
        Assert.Contains("a\\ud800b", bodies[0], StringComparison.Ordinal);
        Assert.DoesNotContain("ud800", bodies[1], StringComparison.OrdinalIgnoreCase);
        Assert.True(bodies[1].Contains("a\uFFFDb", StringComparison.Ordinal) || bodies[1].Contains("a\\ufffdb", StringComparison.OrdinalIgnoreCase), bodies[1]);
    }

    private static (string Message, string? Param) Error(ProtocolCase protocol, ReadOnlyMemory<byte> body)
    {
        var root = JsonDocument.Parse(body).RootElement;
        var error = root.GetProperty("error");
        if (protocol.Protocol == WireProtocol.AnthropicMessages)
        {
            Assert.Equal("error", root.GetProperty("type").GetString());
            Assert.NotEmpty(root.GetProperty("request_id").GetString()!);
        }

        Assert.NotEmpty(error.GetProperty("type").GetString()!);
        return (error.GetProperty("message").GetString()!, error.TryGetProperty("param", out var param) ? param.GetString() : null);
    }

    private async Task<(HttpStatusCode Status, string Message, string? Param)> RefusalAsync(ProtocolCase protocol, string body)
    {
        using var request = protocol.Ask(body);
        using var response = await gateway.Value.Client.SendAsync(request);
        var (message, param) = Error(protocol, await response.Content.ReadAsByteArrayAsync());
        return (response.StatusCode, message, param);
    }

    public sealed class Gateway : IAsyncLifetime
    {
        public TestGateway Value { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Value = await TestGateway.StartAsync(http: o => o.MaxBodyBytes = 1024 * 1024);
            Value.Upstream.Reply(SimulatedResponse.Text("ok"));
        }

        public async Task DisposeAsync() => await Value.DisposeAsync();
    }
}
