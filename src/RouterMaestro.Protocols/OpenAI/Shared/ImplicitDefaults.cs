using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>
/// Chat members whose value is the default. pydantic-ai sends n: 1 with every request (recording
/// test_image_as_binary_content_input) and npm openai's sample requests send store: false; dropping them is no loss.
/// </summary>
internal static class ImplicitDefaults
{
    private static readonly (string Name, RawJson Value)[] _all =
    [
        .. new (string Name, string Value)[]
        {
            ("store", "false"), ("n", "1"), ("logprobs", "false"), ("service_tier", "\"auto\""), ("service_tier", "\"default\""), ("modalities", "[\"text\"]"),
        }.Select(d => (d.Name, RawJson.Parse(d.Value))),
    ];

    /// <summary>Takes what asks for what every answer is anyway from a request's extensions.</summary>
    public static Extensions Without(Extensions extensions) =>
        extensions.Protocol == WireProtocol.OpenAIChat && extensions.Fields.Any(IsOne)
            ? extensions with { Fields = extensions.Fields.Where(f => !IsOne(f)).ToEquatableArray() }
            : extensions;

    /// <summary>Takes the name of the function from the extensions of its result, which other protocols know by the call.</summary>
    public static Extensions WithoutName(Extensions result) =>
        result.Protocol == WireProtocol.OpenAIChat && result.Fields.Any(f => f.Name == "name")
            ? result with { Fields = result.Fields.Where(f => f.Name != "name").ToEquatableArray() }
            : result;

    private static bool IsOne(ExtensionField field) => _all.Contains((field.Name, field.Value));
}
