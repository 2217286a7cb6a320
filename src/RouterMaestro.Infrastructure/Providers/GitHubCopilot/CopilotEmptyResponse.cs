using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// Explains responses of Chat without a choice. A Claude model that reasons until its tokens are used up has said nothing yet, and Copilot sends no
/// choice to hold the finish reason (wire facts 5.7); any other response without content is a failure. Tests of CopilotEmptyResponseTests.
/// </summary>
internal static class CopilotEmptyResponse
{
    // the other protocols have a place for the finish reason beside the content
    private static readonly HashSet<WireProtocol> _protocols = [WireProtocol.OpenAIChat];

    /// <summary>Returns the finish reason of a response without content; null for a failure.</summary>
    /// <param name="call">The call.</param>
    /// <param name="usage">The tokens that were spent.</param>
    public static FinishReason? FinishOf(CandidateCall call, TokenUsage usage) =>
        _protocols.Contains(call.Protocol) && Reasons(call) && IsSpent(call, usage.Completion) ? FinishReason.Length : null;

    private static bool Reasons(CandidateCall call) =>
        ClaudeModels.Serve(call) && call.Candidate.Card?.Capabilities.Reasoning switch
        {
            Support.Supported => true,
            Support.Unsupported => false,
            _ => !CopilotEfforts.Guess(call.Candidate.Model.Id).IsEmpty,
        };

    private static bool IsSpent(CandidateCall call, long tokens) =>
        tokens > 0
        && (tokens >= call.Call.Facts.MaxTokens
            || tokens >= call.Candidate.Card?.Limits.MaxOutputTokens
            || tokens >= call.Call.ReadRequest().Request.Reasoning.BudgetTokens);
}
