using Cocona;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Stats;

namespace RouterMaestro.Cli.Commands;

/// <summary>The command that prints a status line.</summary>
internal sealed class StatuslineCommand(StatsClient client, StatuslineInput input, StatuslineMemory memory, CliEnvironment environment)
{
    // Claude Code 2.1.330 waits for its status line, and a shell for its prompt
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(300);

    [Command("statusline", Description = "Print one line for Claude Code's status line, or a prompt.")]
    [Example($"{ProductInfo.Name} statusline", "As the command of \"statusLine\" in Claude Code's settings.json; it never waits longer than 0.3 seconds.")]
    public async Task<int> RunAsync([FromService] CoconaAppContext context)
    {
        using var patience = new CancellationTokenSource(_patience, environment.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.CancellationToken);
        string? session = null;
        string? line = null;
        try
        {
            session = input.ReadSession(end.Token);
            line = StatuslineText.Of(await client.GetStatuslineAsync(session, end.Token).WaitAsync(end.Token));
        }
        catch (Exception exception) when (exception is CommandFailedException or GatewaySetupException or OperationCanceledException)
        {
            // an error has no place in a status line: the last one stays
        }

        environment.Out.WriteLine(line ?? memory.Find(session) ?? "");
        if (line is not null)
        {
            await environment.Out.FlushAsync(CancellationToken.None);
            memory.Keep(session, line);
        }

        return ExitCodes.Success;
    }
}
