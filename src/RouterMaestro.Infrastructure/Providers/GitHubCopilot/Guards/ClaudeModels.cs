using RouterMaestro.Application.Calls;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>Tells the models that the guards are for.</summary>
internal static class ClaudeModels
{
    /// <summary>Returns whether the candidate of a call is one of Copilot's Claude models.</summary>
    public static bool Serve(CandidateCall call) => call.Candidate.Model.Id.StartsWith("claude-", StringComparison.OrdinalIgnoreCase);
}
