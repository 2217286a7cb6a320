using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A body with a success status may be content, so that nothing of it is quoted when it cannot be read: not to callers, not in the log, not in health.</summary>
public sealed class UnreadableResponseTests : IAsyncLifetime
{
    private const string Canary = "CANARY";

    private static readonly string[] _bodies =
    [
        """{"id":"x","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"The patient CANARY""",
        """{"id":"x","type":"message","role":"assistant","content":[{"type":"text","text":"The patient CANARY""",
        """{"id":"x","object":"response","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"The patient CANARY""",
        """{"id":"x","text":"The patient CANARY"}""",
        """["The patient CANARY"]""",
        "\"The patient CANARY\"",
        "The patient CANARY",
        "\uFEFFThe patient CANARY",
        "<p>The patient CANARY</p>",
    ];

    private TestGateway _gateway = null!;

    public static TheoryData<string, string, bool> StreamMatrix => ProtocolCase.StreamMatrix();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task Nothing_of_a_response_is_quoted(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        foreach (var (body, type) in _bodies.SelectMany(body => new[] { (body, "application/json"), (body, "text/event-stream") }))
        {
            _gateway.Upstream.Reply(SimulatedResponse.Raw(200, type, Encoding.UTF8.GetBytes(body)));

            var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

            Assert.Equal(502, (int)response.StatusCode);
            await AssertHiddenAsync($"{response} {observed.ErrorMessage} {await response.Content.ReadAsStringAsync()}", body);
        }
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings", """{"model":"chat/m","input":"a"}""")]
    [InlineData("GET", "/v1/responses/resp_1", null)]
    [InlineData("POST", "/v1/messages/count_tokens", """{"model":"messages/m","messages":[{"role":"user","content":"a"}]}""")]
    public async Task Nothing_of_other_responses_is_quoted(string method, string path, string? request)
    {
        foreach (var body in _bodies)
        {
            var before = _gateway.Upstream.Requests.Count;
            _gateway.Upstream.When(_ => true).Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(body)));
            using var message = new HttpRequestMessage(new HttpMethod(method), path) { Content = request is null ? null : new StringContent(request, Encoding.UTF8, "application/json") };

            using var response = await _gateway.Client.SendAsync(message);

            var answer = await response.Content.ReadAsStringAsync();
            Assert.True(_gateway.Upstream.Requests.Count > before, $"{response} {answer}");
            await AssertHiddenAsync(response.IsSuccessStatusCode && path.Contains("/v1/responses/", StringComparison.Ordinal) ? "" : $"{response} {answer}", body);
        }
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task The_words_of_an_error_are_quoted_also_behind_a_200(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        foreach (var step in new SimulatedStep[] { SimulatedFault.Status(500, "out of CANARY"), SimulatedFault.ErrorWithStatus200(SimulatedFault.Status(500, "out of CANARY")) })
        {
            _gateway.Upstream.Reply(step);

            var (_, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

            Assert.Contains("out of CANARY", observed.ErrorMessage, StringComparison.Ordinal);
        }
    }

    private async Task AssertHiddenAsync(string answer, string body)
    {
        var health = await _gateway.Client.GetStringAsync(new Uri("/api/admin/health", UriKind.Relative));
        Assert.DoesNotContain(Canary, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, health, StringComparison.Ordinal);
        Assert.True(_gateway.Logs.All.All(line => !line.Contains(Canary, StringComparison.Ordinal)), body + '\n' + string.Join('\n', _gateway.Logs.All.Where(line => line.Contains(Canary, StringComparison.Ordinal))));
    }
}
