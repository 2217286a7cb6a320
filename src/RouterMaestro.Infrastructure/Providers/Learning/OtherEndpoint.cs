using System.Text.RegularExpressions;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers.Learning;

/// <summary>Finds the protocol in which a model is served, where a provider's error names its path.</summary>
internal static partial class OtherEndpoint
{
    private static readonly (WireProtocol Protocol, string[] Words)[] _words =
    [
        (WireProtocol.OpenAIResponses, ["v1/responses", "/responses", "responses api", "responses endpoint"]),
        (WireProtocol.AnthropicMessages, ["v1/messages", "/messages", "messages api", "messages endpoint"]),
        (WireProtocol.OpenAIChat, ["chat/completions", "chat completions"]),
    ];

    /// <summary>Finds what an error teaches.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="asked">The protocol of the request.</param>
    /// <param name="spoken">The protocols of the provider.</param>
    /// <returns>The lesson; null if the error names no other protocol of the provider.</returns>
    public static Lesson.ServedIn? Find(UpstreamFailure failure, WireProtocol asked, EquatableArray<WireProtocol> spoken)
    {
        if (failure.Status is not (400 or 404) || failure.Kind is not (FailureKind.InvalidRequest or FailureKind.NotFound))
        {
            return null;
        }

        foreach (var (protocol, words) in _words)
        {
            if (protocol != asked && spoken.Contains(protocol) && Array.Exists(words, word => failure.Message.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                return new(protocol, Tools().IsMatch(failure.Message));
            }
        }

        return null;
    }

    [GeneratedRegex("\\b(?:tools?|functions?)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Tools();
}
