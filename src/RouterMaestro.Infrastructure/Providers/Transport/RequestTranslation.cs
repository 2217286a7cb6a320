using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>A request in the form for one candidate, with what its response needs to be translated back.</summary>
/// <param name="Request">The conversation, with tool names that the candidate's protocol allows.</param>
/// <param name="Names">The map back to the caller's tool names; null if they are unchanged.</param>
/// <param name="Losses">Collects the fields lost in this attempt: of the request, and later of the response.</param>
internal sealed record RequestTranslation(ChatRequest Request, ToolNames? Names, LossSink Losses)
{
    /// <summary>Gets what the request says about the calls of its response.</summary>
    public required ResponseCalls Calls { get; init; }

    /// <summary>Reads the request of a call and fits its tool names.</summary>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid in the caller's protocol.</exception>
    public static RequestTranslation Of(CandidateCall call)
    {
        var reading = call.Call.ReadRequest();
        var losses = new LossSink();
        losses.AddAll(reading.Losses);

        // in the same protocol the caller's tool names follow the provider's rules already
        var unique = CallIds.MakeUnique(reading.Request);
        var (request, names) = call.IsSameProtocol ? (unique, null) : ToolNames.Fit(unique, call.Description);
        return new(request, names, losses)
        {
            Calls = new(losses, static () => UniqueIds.Next().ToString("N")) { Request = request, Names = names, Caller = call.Call.Description, Signatures = call.CallSignatures },
        };
    }
}
