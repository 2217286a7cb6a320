using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Members of Chat requests that say or ask for what goes without saying elsewhere, as many clients do: no other dialect loses them.</summary>
internal static class ImplicitDefaults
{
    private static readonly (string Name, RawJson Value)[] _all =
    [
        .. new (string Name, string Value)[]
        {
            ("store", "false"), ("n", "1"), ("logprobs", "false"), ("service_tier", "\"auto\""), ("service_tier", "\"default\""), ("modalities", "[\"text\"]"),
        }.Select(d => (d.Name, RawJson.Parse(d.Value))),
    ];

    /// <summary>Takes what asks for what every answer is anyway from a request's leftovers.</summary>
    public static Extensions Without(Extensions extensions) =>
        extensions.Protocol == WireProtocol.OpenAIChat && extensions.Fields.Any(IsOne)
            ? extensions with { Fields = extensions.Fields.Where(f => !IsOne(f)).ToEquatableArray() }
            : extensions;

    /// <summary>Takes the name of the function from the leftovers of its result, which other dialects know by the call.</summary>
    public static Extensions WithoutName(Extensions result) =>
        result.Protocol == WireProtocol.OpenAIChat && result.Fields.Any(f => f.Name == "name")
            ? result with { Fields = result.Fields.Where(f => f.Name != "name").ToEquatableArray() }
            : result;

    private static bool IsOne(ExtensionField field) => _all.Contains((field.Name, field.Value));
}
