using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Infrastructure.Providers.Learning;

namespace RouterMaestro.Infrastructure.Tests.Providers.Learning;

/// <summary>Which part of a request an error refuses that has another form.</summary>
public sealed class RefusedFormTests
{
    [Theory]
    [InlineData("This model does not support assistant message prefill. The conversation must end with a user message.")]
    [InlineData("The last message must not be from the assistant.")]
    public void A_begun_answer(string message)
    {
        Assert.Equal(Acceptance.Refused, Find(message)?.Facts.Prefill);
        Assert.Null(Find(message, new() { Prefill = Acceptance.Refused }));
    }

    [Theory]
    [InlineData("output_config: Extra inputs are not permitted", null)]
    [InlineData("This model does not support structured outputs.", null)]
    [InlineData("This response_format type is unavailable now", null)]
    [InlineData("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "response_format")]
    [InlineData("Unsupported parameter.", "text.format")]
    public void A_schema_for_the_response(string message, string? param)
    {
        Assert.Equal(Acceptance.Refused, Find(message, param: param)?.Facts.JsonSchema);
        Assert.Null(Find(message, param: param, wantsSchema: false));
    }

    [Theory]
    [InlineData("Invalid schema for response_format 'x': 'additionalProperties' is required to be supplied and to be false.")]
    [InlineData("messages: at least one message is required")]
    public void Other_errors_teach_nothing(string message) => Assert.Null(Find(message));

    private static Lesson.Refuses? Find(string message, ModelFacts? facts = null, string? param = null, bool wantsSchema = true) =>
        RefusedForm.Find(new UpstreamFailure(FailureKind.InvalidRequest, message) { Status = 400, Param = param }, facts ?? ModelFacts.Unknown, wantsSchema);
}
