using System.Text;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>A conversation that is too long is told in the words by which coding agents know that they must shorten it.</summary>
public sealed class OverflowTests
{
    private static readonly Dictionary<string, string> _errors = new()
    {
        ["chat"] = """{"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens. Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
        ["responses"] = """{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again.","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""",
        ["messages"] = """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 208310 tokens > 200000 maximum"}}""",
    };

    private static readonly Dictionary<string, string> _frames = new()
    {
        ["chat"] = _errors["chat"],
        ["responses"] = """{"type":"error","sequence_number":2,"error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"Your input exceeds the context window of this model. Please adjust your input and try again.","param":"input"}}""",
        ["messages"] = _errors["messages"],
    };

    public static TheoryData<string, string> Directions => LiveToolsTests.Directions;

    [Theory]
    [MemberData(nameof(Directions))]
    public void Clients_know_an_overflow_in_every_direction(string caller, string provider)
    {
        var failure = LawCodec.Get(provider).Outbound.ReadFailure(400, new NoHeaders(), Encoding.UTF8.GetBytes(_errors[provider]));

        var error = LawCodec.Get(caller).Inbound.WriteError(RouterError.From(failure));

        Assert.Equal(FailureKind.ContextOverflow, failure.Kind);
        Assert.Equal(400, error.Status);
        Check(caller, provider, Encoding.UTF8.GetString(error.Body.Span));
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void Clients_know_an_overflow_that_is_told_in_the_stream(string caller, string provider)
    {
        var events = new EventList();
        var decoder = LawCodec.Get(provider).Outbound.CreateDecoder(new LossSink());
        decoder.Decode("error"u8, Encoding.UTF8.GetBytes(_frames[provider]), events);
        decoder.End(events);

        var stream = Encoding.UTF8.GetString(LawCodec.Get(caller).Encode(events.Events));

        Check(caller, provider, stream);
    }

    private static void Check(string caller, string provider, string told)
    {
        if (caller == WireProtocol.AnthropicMessages.Name)
        {
            Assert.Contains("prompt is too long", told, StringComparison.Ordinal);
            Assert.Contains("\"invalid_request_error\"", told, StringComparison.Ordinal);
            Assert.True(provider == "responses" || System.Text.RegularExpressions.Regex.IsMatch(told, @"prompt is too long: \d+ tokens > \d+ maximum"), told);
        }
        else
        {
            Assert.Contains("\"code\":\"context_length_exceeded\"", told, StringComparison.Ordinal);
        }
    }

    private sealed class NoHeaders : IUpstreamHeaders
    {
        public string? Find(string name) => null;
    }
}
