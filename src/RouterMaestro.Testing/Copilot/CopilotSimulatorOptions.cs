namespace RouterMaestro.Testing.Copilot;

/// <summary>The set-up of a <see cref="CopilotSimulator"/> that is fixed at its start.</summary>
public sealed record CopilotSimulatorOptions
{
    /// <summary>Gets the port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets the OAuth client id that the device flow accepts: by default the public one of VS Code.</summary>
    public string ClientId { get; init; } = "Iv1.b507a08c87ecfe98";

    /// <summary>
    /// Gets the time that a client must leave between two polls, whole seconds, 5 by default as at GitHub; zero lets it poll at will. A poll
    /// more than 100 ms too early is answered with <c>slow_down</c>, which adds 5 seconds.
    /// </summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the time after which a login that is not complete expires, 15 minutes by default.</summary>
    public TimeSpan LoginLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Gets how many polls are answered with <c>authorization_pending</c> before a login is approved by itself for the default account; null,
    /// the default, waits for <see cref="CopilotSimulator.ApproveLogin"/>.
    /// </summary>
    public int? ApprovesAfterPolls { get; init; }

    /// <summary>Gets the first letters of the GitHub tokens that the device flow gives: <c>ghu_</c> by default, or <c>gho_</c>.</summary>
    public string GitHubTokenPrefix { get; init; } = "ghu_";

    /// <summary>Gets the models at the start; see <see cref="CopilotSimulator.Models"/>.</summary>
    public IReadOnlyList<CopilotModel> Models { get; init; } = CopilotModel.Defaults;

    /// <summary>Gets the prices of models that have none of their own.</summary>
    public CopilotPrices Prices { get; init; } = new();

    /// <summary>
    /// Gets whether requests that OpenAI or Anthropic would refuse are refused, such as a tool result without its call: true by default. What
    /// Copilot itself refuses is refused in any case.
    /// </summary>
    public bool ValidatesRequests { get; init; } = true;

    /// <summary>Gets the clock behind intervals, lifetimes, delays and stalls; a fake one makes them instant and exact.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
