using RouterMaestro.Application.Calls;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>Tells the models that the guards are for.</summary>
internal static class ClaudeModels
{
    /// <summary>Returns whether the candidate of a call is one of Copilot's Claude models.</summary>
    public static bool Serve(CandidateCall call) => Has(call.Candidate.Model.Id);

    /// <summary>Returns whether a model is a Claude model.</summary>
    /// <param name="model">The model's id.</param>
    public static bool Has(string model) => model.StartsWith("claude-", StringComparison.OrdinalIgnoreCase);
}
