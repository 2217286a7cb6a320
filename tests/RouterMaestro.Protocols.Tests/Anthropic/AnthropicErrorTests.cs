using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicErrorTests
{
    [Fact]
    public void An_error_is_written_in_the_envelope_and_as_a_frame()
    {
        var error = AnthropicErrors.Write(RouterError.Invalid("messages.0.content", "is required") with { RequestId = "r1" });

        const string Body = """{"type":"error","error":{"type":"invalid_request_error","message":"messages.0.content: is required"},"request_id":"r1"}""";
        Assert.Equal((400, Body, $"event: error\ndata: {Body}\n\n"), (error.Status, Text(error.Body), Text(error.Frame)));
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(405, "invalid_request_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(504, "api_error")]
    [InlineData(529, "overloaded_error")]
    public void The_status_decides_the_type(int status, string type)
    {
        var error = AnthropicErrors.Write(new RouterError(RouterErrorKind.Internal, status, "m"));

        Assert.Equal((status, $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"m"},"request_id":null}"""), (error.Status, Text(error.Body)));
    }

    [Fact]
    public void The_document_of_an_Anthropic_provider_passes_with_our_request_id()
    {
        var failure = new UpstreamFailure(FailureKind.Overloaded, "Overloaded")
        {
            Status = 529,
            Protocol = WireProtocol.AnthropicMessages,
            Body = RawJson.Parse("{\n \"type\": \"error\",\n \"error\": {\"details\": {\"a\": 1}, \"type\": \"overloaded_error\", \"message\": \"Overloaded\"},\n \"request_id\": \"theirs\" }"),
        };

        var error = AnthropicErrors.Write(RouterError.From(failure) with { RequestId = "ours" });

        Assert.Equal("""{"type":"error","error":{"details":{"a":1},"type":"overloaded_error","message":"Overloaded"},"request_id":"ours"}""", Text(error.Body));
        Assert.Equal(3, Text(error.Frame).Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens.", "prompt is too long: 204308 tokens > 128000 maximum")]
    [InlineData("prompt token count of 140,000 exceeds the limit of 128,000", "prompt is too long: 140000 tokens > 128000 maximum")]
    [InlineData("maximum context length is 8192 tokens, however you requested 9000 tokens (5000 in the messages, 4000 in the completion)", "input length and `max_tokens` exceed context limit: 5000 + 4000 > 8192, decrease input length or `max_tokens` and try again")]
    [InlineData("gpt-4.1 takes at most 1047576 tokens", "prompt is too long: more than the 1047576 tokens that are the maximum")]
    [InlineData("Your input exceeds the context window of this model.", "prompt is too long: Your input exceeds the context window of this model.")]
    [InlineData("prompt is too long: 9 tokens > 8 maximum", "prompt is too long: 9 tokens > 8 maximum")]
    public void Any_overflow_is_worded_so_that_clients_compact(string message, string expected)
    {
        var error = AnthropicErrors.Write(RouterError.From(new(FailureKind.ContextOverflow, message) { Status = 413, Code = "context_length_exceeded" }));

        Assert.Equal((400, $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{expected}}}"},"request_id":null}"""), (error.Status, Text(error.Body)));
    }

    [Fact]
    public void A_request_that_an_Anthropic_provider_finds_too_large_stays_what_it_is()
    {
        const string Body = """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""";

        var error = AnthropicErrors.Write(RouterError.From(AnthropicErrors.Read(413, Headers(), Encoding.UTF8.GetBytes(Body))));

        Assert.Equal((413, Body[..^1] + ",\"request_id\":null}"), (error.Status, Text(error.Body)));
    }

    [Fact]
    public void A_refused_key_is_said_to_be_the_gateways_own()
    {
        var failure = new UpstreamFailure(FailureKind.Credential, "invalid x-api-key")
        {
            Status = 401,
            Protocol = WireProtocol.AnthropicMessages,
            Body = RawJson.Parse("""{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"""),
        };

        var error = AnthropicErrors.Write(RouterError.From(failure, "lab"));

        Assert.Equal(
            (424, """{"type":"error","error":{"type":"api_error","message":"lab refused the gateway's own key (HTTP 401): invalid x-api-key"},"request_id":null}"""),
            (error.Status, Text(error.Body)));
    }

    [Fact]
    public void A_refused_thread_has_the_details_that_clients_look_for()
    {
        var refusal = RouterError.Invalid(null, "no threads");

        Assert.Contains(
            "\"details\":{\"error_code\":\"thread_unsupported_request\",\"unsupported\":[\"thread\"]}",
            Text(AnthropicErrors.Write(refusal with { Code = AnthropicErrors.ThreadUnsupported }).Body),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"details\":{\"error_code\":\"thread_not_found\"}",
            Text(AnthropicErrors.Write(refusal with { Code = AnthropicErrors.ThreadNotFound }).Body),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "messages: bad", FailureKind.InvalidRequest)]
    [InlineData(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum", FailureKind.ContextOverflow)]
    [InlineData(400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000", FailureKind.ContextOverflow)]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.", FailureKind.QuotaExhausted)]
    [InlineData(400, "invalid_request_error", "Output blocked by content filtering policy", FailureKind.ContentPolicy)]
    [InlineData(401, "authentication_error", "invalid x-api-key", FailureKind.Credential)]
    [InlineData(402, "billing_error", "pay", FailureKind.QuotaExhausted)]
    [InlineData(403, "permission_error", "no", FailureKind.Credential)]
    [InlineData(403, "permission_error", "Your API key does not have permission to use the specified resource.", FailureKind.Credential)]
    [InlineData(403, "permission_error", "Your organization does not have access to the model 'm'.", FailureKind.NotFound)]
    [InlineData(403, "forbidden", "Request not allowed", FailureKind.ServerError)]
    [InlineData(403, "permission_error", "The request violates our usage policies.", FailureKind.ContentPolicy)]
    [InlineData(424, "api_error", "lab refused the gateway's own key (HTTP 401): no", FailureKind.ServerError)]
    [InlineData(404, "not_found_error", "model: x", FailureKind.NotFound)]
    [InlineData(413, "request_too_large", "too big", FailureKind.ContextOverflow)]
    [InlineData(401, "invalid_request_error", "bad key", FailureKind.Credential)]
    [InlineData(429, "invalid_request_error", "the long context window needs another plan", FailureKind.RateLimited)]
    [InlineData(422, "odd", "bad", FailureKind.InvalidRequest)]
    [InlineData(429, "rate_limit_error", "slow", FailureKind.RateLimited)]
    [InlineData(500, "api_error", "oops", FailureKind.ServerError)]
    [InlineData(503, "overloaded_error", "busy", FailureKind.Overloaded)]
    [InlineData(529, "odd", "busy", FailureKind.Overloaded)]
    public void Status_type_and_words_decide_what_failed(int status, string type, string message, FailureKind kind)
    {
        var body = $$"""{"type":"error","error":{"type":"{{type}}","message":"{{message}}"},"request_id":"req_1"}""";

        var failure = AnthropicErrors.Read(status, Headers(), Encoding.UTF8.GetBytes(body));

        Assert.Equal(
            new UpstreamFailure(kind, message)
            {
                Status = status,
                Type = type,
                Protocol = WireProtocol.AnthropicMessages,
                Body = RawJson.Parse(body),
                UpstreamRequestId = "req_1",
            },
            failure);
    }

    [Theory]
    [InlineData(502, "<!DOCTYPE html><html>", "The provider answered with HTTP 502 and a page that is not JSON.", FailureKind.ServerError)]
    [InlineData(503, "", "The provider answered with HTTP 503 and an empty body.", FailureKind.ServerError)]
    [InlineData(429, "slow\n down", "slow down", FailureKind.RateLimited)]
    [InlineData(400, """{"message":"plain"}""", "plain", FailureKind.InvalidRequest)]
    [InlineData(404, """{"detail":"Not Found"}""", "Not Found", FailureKind.NotFound)]
    [InlineData(401, """{"error":{"message":"Wrong key sk-ant-api03-abcdefgh12345"}}""", "Wrong key ***", FailureKind.Credential)]
    public void Other_bodies_leave_at_least_their_words(int status, string body, string message, FailureKind kind)
    {
        var failure = AnthropicErrors.Read(status, Headers(), Encoding.UTF8.GetBytes(body));

        Assert.Equal(new UpstreamFailure(kind, message) { Status = status }, failure);
    }

    [Fact]
    public void A_document_that_shows_a_key_does_not_pass()
    {
        var failure = AnthropicErrors.Read(
            400, Headers(), """{"type":"error","error":{"type":"invalid_request_error","message":"Bearer sk-abcdefghij is odd"}}"""u8);

        Assert.Equal(("Bearer *** is odd", null), (failure.Message, failure.Body));
    }

    [Fact]
    public void Long_words_are_cut()
    {
        var failure = AnthropicErrors.Read(500, Headers(), Encoding.UTF8.GetBytes(new string('é', 1000)));

        Assert.Equal(new string('é', 300) + "…", failure.Message);
    }

    [Theory]
    [InlineData("retry-after", "17", 17_000)]
    [InlineData("retry-after", "0.5", 500)]
    [InlineData("retry-after-ms", "250", 250)]
    [InlineData("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT", null)]
    [InlineData("retry-after", "-3", null)]
    [InlineData("retry-after", "1e300", null)]
    public void The_wait_that_the_provider_asks_for_is_read(string name, string value, int? milliseconds)
    {
        var failure = AnthropicErrors.Read(429, Headers((name, value), ("request-id", "req_7")), default);

        Assert.Equal(milliseconds, (int?)failure.RetryAfter?.TotalMilliseconds);
        Assert.Equal("req_7", failure.UpstreamRequestId);
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static FakeHeaders Headers(params (string Name, string Value)[] fields) => new(fields);

    private sealed class FakeHeaders((string Name, string Value)[] fields) : IUpstreamResponseHeaders
    {
        public string? Find(string name) =>
            fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
