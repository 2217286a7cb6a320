using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.TestKit;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatErrorsTests
{
    [Theory]
    [InlineData(400, "invalid_request_error", "invalid_request")]
    [InlineData(401, "authentication_error", "authentication_error")]
    [InlineData(403, "permission_error", "permission_denied")]
    [InlineData(404, "invalid_request_error", "not_found")]
    [InlineData(405, "invalid_request_error", "invalid_request")]
    [InlineData(413, "invalid_request_error", "invalid_request")]
    [InlineData(429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData(529, "rate_limit_error", "overloaded")]
    [InlineData(503, "api_error", "server_error")]
    [InlineData(508, "api_error", "server_error")]
    public void A_status_has_its_type_and_code(int status, string type, string code)
    {
        var error = OpenAIChatErrors.Write(new RouterError(RouterErrorKind.Internal, status, "a \"message\"") { Param = "messages.0" });
        Assert.Equal(status, error.Status);
        var document = $$$"""{"error":{"message":"'messages.0' a \"message\"","type":"{{{type}}}","param":"messages.0","code":"{{{code}}}"}}""";
        Assert.Equal(document, Text(error.Body));
        Assert.Equal($"data: {document}\n\n", Text(error.Frame));
    }

    [Fact]
    public void A_given_code_is_kept_in_the_error() =>
        Assert.Contains("\"code\":\"unsupported_parameter\"", Text(OpenAIChatErrors.Write(RouterError.Invalid("n", "x") with { Code = "unsupported_parameter" }).Body), StringComparison.Ordinal);

    [Fact]
    public void An_error_document_of_the_same_protocol_is_passed_through()
    {
        var failure = Read(429, "{\n \"error\": {\"message\": \"slow down\", \"type\": \"tokens\", \"extra\": [1]}\n}");
        var error = OpenAIChatErrors.Write(RouterError.From(failure));
        Assert.Equal(429, error.Status);
        Assert.Equal("""{"error":{"message":"slow down","type":"tokens","extra":[1]}}""", Text(error.Body));
        Assert.Equal(2, Text(error.Frame).Count(c => c == '\n'));
    }

    [Fact]
    public void A_bare_error_document_gets_the_members_that_it_lacks()
    {
        var failure = Read(429, "{\n \"error\": {\"message\": \"slow down\", \"code\": \"rate_limited\"}\n}");
        var error = OpenAIChatErrors.Write(RouterError.From(failure));
        Assert.Equal("""{"error":{"message":"slow down","code":"rate_limited","type":"rate_limit_error","param":null}}""", Text(error.Body));
        Assert.Equal(2, Text(error.Frame).Count(c => c == '\n'));
    }

    [Fact]
    public void A_refused_key_is_reported_as_the_key_of_the_gateway()
    {
        var failure = Read(401, """{"error":{"message":"Incorrect API key provided: sk-abcdefgh.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""");
        Assert.Equal(FailureKind.Credential, failure.Kind);
        var error = OpenAIChatErrors.Write(RouterError.From(failure, "lab"));
        Assert.Equal(424, error.Status);
        Assert.Equal(
            """{"error":{"message":"lab refused the gateway's own key (HTTP 401): Incorrect API key provided: ***","type":"api_error","param":null,"code":"upstream_authentication_error"}}""",
            Text(error.Body));
    }

    [Fact]
    public void A_refused_key_that_a_gateway_behind_this_one_reports_is_not_reported_twice()
    {
        var failure = Read(424, """{"error":{"message":"lab refused the gateway's own key (HTTP 401): no","type":"api_error","param":null,"code":"upstream_authentication_error"}}""");
        Assert.Equal(FailureKind.ServerError, failure.Kind);
        var error = OpenAIChatErrors.Write(RouterError.From(failure, "outer"));
        Assert.Equal(424, error.Status);
        Assert.Contains("\"lab refused the gateway's own key (HTTP 401): no\"", Text(error.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}}""")]
    [InlineData(413, """{"error":{"message":"This model's maximum context length is 8 tokens","type":"BadRequestError","code":400}}""")]
    public void A_context_overflow_has_the_message_that_clients_know(int status, string body)
    {
        var failure = Read(status, body);
        Assert.Equal(FailureKind.ContextOverflow, failure.Kind);
        var error = OpenAIChatErrors.Write(RouterError.From(failure));
        Assert.Equal(400, error.Status);
        AssertJson(
            $$$"""{"error":{"message":{{{JsonSerializer.Serialize(failure.Message)}}},"type":"invalid_request_error","param":null,"code":"context_length_exceeded"}}""",
            Text(error.Body));
    }

    [Theory]
    [InlineData(FailureKind.Malformed, 502, "api_error", "upstream_protocol_error")]
    [InlineData(FailureKind.IdleTimeout, 504, "api_error", "server_error")]
    [InlineData(FailureKind.Overloaded, 529, "rate_limit_error", "overloaded")]
    [InlineData(FailureKind.QuotaExhausted, 502, "insufficient_quota", "insufficient_quota")]
    public void Failures_without_a_document_get_one(FailureKind kind, int status, string type, string code)
    {
        var error = OpenAIChatErrors.Write(RouterError.From(new UpstreamFailure(kind, "x")));
        Assert.Equal(status, error.Status);
        Assert.Equal($$$"""{"error":{"message":"x","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}""", Text(error.Body));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"bad","type":"invalid_request_error","param":"n","code":"x"}}""", FailureKind.InvalidRequest, "bad")]
    [InlineData(422, """{"detail":[{"loc":["body","n"],"msg":"field required"},{"msg":"too long"}]}""", FailureKind.InvalidRequest, "field required; too long")]
    [InlineData(400, """{"detail":"bad"}""", FailureKind.InvalidRequest, "bad")]
    [InlineData(400, """{"object":"error","message":"bad","type":"BadRequestError","code":400}""", FailureKind.InvalidRequest, "bad")]
    [InlineData(400, """{"error":"bad"}""", FailureKind.InvalidRequest, "bad")]
    [InlineData(400, """{"error":{"message":"API key not valid.","code":400}}""", FailureKind.Credential, "API key not valid.")]
    [InlineData(400, """{"error":{"message":"x","code":"content_filter","type":null}}""", FailureKind.ContentPolicy, "x")]
    [InlineData(400, """{"error":{"message":"x","code":"model_not_found"}}""", FailureKind.NotFound, "x")]
    [InlineData(402, """{"error":{"message":"pay"}}""", FailureKind.QuotaExhausted, "pay")]
    [InlineData(403, """{"error":{"message":"no"}}""", FailureKind.Credential, "no")]
    [InlineData(403, """{"error":{"message":"Your input was flagged"}}""", FailureKind.ContentPolicy, "Your input was flagged")]
    [InlineData(403, """{"error":{"message":"Rejected by our safety system"}}""", FailureKind.ContentPolicy, "Rejected by our safety system")]
    [InlineData(403, """{"code":"permission","error":"Content violates usage guidelines."}""", FailureKind.ContentPolicy, "Content violates usage guidelines.")]
    [InlineData(403, """{"error":{"message":"Project `p` does not have access to model `m`","code":"model_not_found"}}""", FailureKind.NotFound, "Project `p` does not have access to model `m`")]
    [InlineData(403, """{"error":{"message":"The model `m` is blocked at the organization level","code":"model_permission_blocked_org"}}""", FailureKind.NotFound, "The model `m` is blocked at the organization level")]
    [InlineData(403, """{"error":{"message":"Country, region, or territory not supported","code":"unsupported_country_region_territory"}}""", FailureKind.ServerError, "Country, region, or territory not supported")]
    [InlineData(404, "not found", FailureKind.NotFound, "not found")]
    [InlineData(429, """{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"busy","provider_name":"P"}}}""", FailureKind.RateLimited, "Provider returned error: busy")]
    [InlineData(429, """{"error":{"message":"maximum context length"}}""", FailureKind.RateLimited, "maximum context length")]
    [InlineData(429, """{"error":{"message":"no money","code":"insufficient_quota"}}""", FailureKind.QuotaExhausted, "no money")]
    [InlineData(503, """{"error":{"message":"The engine is currently overloaded"}}""", FailureKind.Overloaded, "The engine is currently overloaded")]
    [InlineData(529, "", FailureKind.Overloaded, "The provider answered with HTTP 529 and an empty body.")]
    [InlineData(502, "<html><title>502</title></html>", FailureKind.ServerError, "The provider answered with HTTP 502 and a page that is not JSON.")]
    [InlineData(500, """[{"error":{"message":"in a list"}}]""", FailureKind.ServerError, "in a list")]
    public void Errors_are_read_in_many_forms(int status, string body, FailureKind kind, string message)
    {
        var failure = Read(status, body);
        Assert.Equal((kind, message, status), (failure.Kind, failure.Message, failure.Status));
    }

    [Fact]
    public void Details_of_the_error_document_are_read()
    {
        var failure = Read(400, """{"error":{"message":"bad","type":"t","param":"n","code":7}}""", ("retry-after-ms", "1500"), ("retry-after", "9"), ("x-request-id", "req_1"));
        Assert.Equal(("t", "n", "7", "req_1"), (failure.Type, failure.Param, failure.Code, failure.UpstreamRequestId));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), failure.RetryAfter);
        Assert.Equal((WireProtocol.OpenAIChat, RawJson.Parse("""{"error":{"message":"bad","type":"t","param":"n","code":7}}""")), (failure.Protocol!, failure.Body!));
    }

    [Fact]
    public void An_error_document_of_another_protocol_is_not_passed_through()
    {
        Assert.Null(Read(400, """{"message":"bad"}""").Body);
        Assert.Null(Read(400, """{"error":"bad"}""").Body);
        Assert.Equal(RawJson.Parse("""{"error":{"message":"m"}}"""), Read(400, """{"error":{"message":"m"},"choices":[]}""").Body);
    }

    [SharedDataFact]
    public void Recorded_and_documented_errors_have_the_expected_kind()
    {
        using var data = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "errors", "errors.json")));
        var seen = 0;
        foreach (var error in data.RootElement.GetProperty("errors").EnumerateArray().Where(e => e.GetProperty("status").GetInt32() != 200))
        {
            var body = error.TryGetProperty("body", out var json) ? json.GetRawText() : error.GetProperty("text").GetString()!;
            var name = $"{error.GetProperty("api").GetString()} {error.GetProperty("case").GetString()}";
            var failure = Read(error.GetProperty("status").GetInt32(), body);
            Assert.True(KindOf(name) == failure.Kind, $"{name}: {failure.Kind}");
            Assert.NotEqual("", failure.Message);
            seen++;
        }

        Assert.True(seen > 25, $"only {seen} errors");
    }

    private static FailureKind KindOf(string name) => name switch
    {
        _ when name.Contains("overloaded", StringComparison.Ordinal) => FailureKind.Overloaded,
        _ when name.Contains("rate-limit", StringComparison.Ordinal) || name is "gemini quota-short" or "gemini array-wrapped-error" => FailureKind.RateLimited,
        _ when name.Contains("context-length", StringComparison.Ordinal) || name is "openai input-tokens-limit" or "anthropic prompt-too-long" => FailureKind.ContextOverflow,
        _ when name.EndsWith("invalid-key", StringComparison.Ordinal) || name is "anthropic permission" => FailureKind.Credential,
        "openai insufficient-quota" or "anthropic billing" => FailureKind.QuotaExhausted,
        "azure-openai content-filter" => FailureKind.ContentPolicy,
        "anthropic not-found" or "copilot model-not-supported" => FailureKind.NotFound,
        "anthropic api-error" or "anthropic timeout" or "openai server-error" or "gemini deadline" or "any html-502" or "any empty-body-500" => FailureKind.ServerError,
        _ => FailureKind.InvalidRequest,
    };

    private static UpstreamFailure Read(int status, string body, params (string Name, string Value)[] headers) =>
        OpenAIChatErrors.Read(status, new Headers(headers.ToDictionary(h => h.Name, h => h.Value)), Encoding.UTF8.GetBytes(body));

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
