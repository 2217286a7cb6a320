using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

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

    /// <summary>Marks the fields of a request that ask for the default.</summary>
    public static Extensions OfRequest(Extensions extensions) => Mark(extensions, IsOne);

    /// <summary>Marks the name of the function in a tool's result: other protocols know it by the call.</summary>
    public static Extensions OfResult(Extensions extensions) => Mark(extensions, static field => field.Name == "name");

    private static Extensions Mark(Extensions extensions, Func<ExtensionField, bool> isImplicit) => extensions.Fields.Any(isImplicit)
        ? extensions with { Fields = extensions.Fields.Select(f => isImplicit(f) ? f with { IsImplicit = true } : f).ToEquatableArray() }
        : extensions;

    private static bool IsOne(ExtensionField field) => _all.Contains((field.Name, field.Value));
}
