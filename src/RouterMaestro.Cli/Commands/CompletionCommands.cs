using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands that shells use to complete command lines.</summary>
internal sealed class CompletionCommands(Completer completer, CliEnvironment environment)
{
    // what the scripts take as: propose files
    private const string Files = ":files";

    [Command("completion", Description = "Print the script that makes a shell complete commands.")]
    [Example($"eval \"$({ProductInfo.Name} completion bash)\"", "Completes in this shell; in ~/.bashrc, in all.")]
    public int Print([Argument("SHELL", Description = "bash, zsh, fish or powershell.")][Completes("bash", "zsh", "fish", "powershell")] string shell)
    {
        environment.Out.Write(CompletionScript.Of(shell));
        return ExitCodes.Success;
    }

    [Hidden]
    [Command("complete", Description = "Print what may stand at the cursor of a command line, for the scripts of 'completion'.")]
    [Example($"{ProductInfo.Name} complete --line '{ProductInfo.Name} model pr'", "Prints the commands that begin so.")]
    public async Task<int> CompleteAsync(
        [FromService] CoconaAppContext context,
        [Option("line", ValueName = "LINE", Description = "The line from its start to the cursor.")] string line)
    {
        var proposals = await completer.FindAsync(line, context.CancellationToken);
        foreach (var proposal in proposals ?? [new(Files)])
        {
            environment.Out.WriteLine(proposal.Meaning.Length > 0 ? $"{proposal.Word}\t{proposal.Meaning}" : proposal.Word);
        }

        return ExitCodes.Success;
    }
}
