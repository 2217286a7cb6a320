using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Learning;

namespace RouterMaestro.Infrastructure.Tests.Providers.Learning;

/// <summary>Which endpoint an error sends the caller to.</summary>
public sealed class OtherEndpointTests
{
    private static readonly EquatableArray<WireProtocol> _both = [WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses];

    [Theory]
    [InlineData(404, "This model is only supported in v1/responses and not in v1/chat/completions.", false)]
    [InlineData(404, "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/responses?", false)]
    [InlineData(400, "Function tools with reasoning_effort are not supported for m in /v1/chat/completions. Please use /v1/responses instead.", true)]
    [InlineData(400, "model m does not support tools through chat; use the Responses API", true)]
    public void An_error_in_Chat_names_Responses(int status, string message, bool withTools) =>
        Assert.Equal(new Lesson.ServedIn(WireProtocol.OpenAIResponses, withTools), OtherEndpoint.Find(Failure(status, message), WireProtocol.OpenAIChat, _both));

    [Theory]
    [InlineData(400, "model \"m\" is not accessible via the /responses endpoint, use /chat/completions", FailureKind.InvalidRequest)]
    [InlineData(404, "The model m is only available in chat completions", FailureKind.NotFound)]
    public void An_error_in_Responses_names_Chat(int status, string message, FailureKind kind) =>
        Assert.Equal(WireProtocol.OpenAIChat, OtherEndpoint.Find(Failure(status, message) with { Kind = kind }, WireProtocol.OpenAIResponses, _both)?.Protocol);

    [Fact]
    public void An_endpoint_that_the_provider_has_not_is_no_way_out()
    {
        var failure = Failure(404, "This model is only supported in v1/responses.");

        Assert.Null(OtherEndpoint.Find(failure, WireProtocol.OpenAIChat, [WireProtocol.OpenAIChat]));
        Assert.Null(OtherEndpoint.Find(failure, WireProtocol.OpenAIResponses, _both));
    }

    [Theory]
    [InlineData(500, "use v1/responses")]
    [InlineData(403, "use v1/responses")]
    [InlineData(404, "The model m does not exist.")]
    public void Other_errors_name_none(int status, string message) => Assert.Null(OtherEndpoint.Find(Failure(status, message), WireProtocol.OpenAIChat, _both));

    private static UpstreamFailure Failure(int status, string message) => new(status == 404 ? FailureKind.NotFound : FailureKind.InvalidRequest, message) { Status = status };
}
