using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Application.Translation;

/// <summary>Creates the errors of bodies that cannot be translated.</summary>
internal static class TranslationErrors
{
    /// <summary>Returns the error of a body that is a provider's error, or no response of its protocol.</summary>
    public static RouterError OfDocument(UpstreamFailure failure, WireProtocol protocol, ReadOnlySpan<byte> body)
    {
        if (!IsBadInput(failure))
        {
            return RouterError.From(failure);
        }

        // the reader of a provider's response does not say where the JSON breaks; callers of the gateway could do nothing with it
        var error = CompleteJson.Is(body) ? Invalid($"the body is not a response of {protocol.DisplayName}: {failure.Message}") : BrokenJson.Explain(body);
        return error with { Param = "body", Upstream = failure };
    }

    /// <summary>Returns the error of a stream that fails before its first content.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="protocol">The protocol of the stream.</param>
    /// <param name="line">The line at which the frame begins, from 1.</param>
    public static RouterError OfStream(UpstreamFailure failure, WireProtocol protocol, int line) => IsBadInput(failure)
        ? Invalid($"the body is not a stream of {protocol.DisplayName}: {failure.Message} See line {line}.") with { Upstream = failure }
        : RouterError.From(failure);

    /// <summary>Returns the error of the request beside a response.</summary>
    public static RouterError OfRequest(RouterError error) => error with { Param = error.Param is { } param ? $"request.{param}" : "request" };

    private static RouterError Invalid(string message) => RouterError.Invalid("body", message);

    private static bool IsBadInput(UpstreamFailure failure) => failure.Kind is FailureKind.Malformed or FailureKind.Empty or FailureKind.Cut;
}
