using System.ComponentModel;
using System.Diagnostics;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Gets the token of GitHub's gh, which keeps it in the keychain of the system where there is one, and prints it.</summary>
internal sealed class GhTokens(CliEnvironment environment) : ITokenSource
{
    private const string Name = "gh";

    // it reads a keychain, which may ask a person
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<FoundToken>> FindAsync(CancellationToken cancellationToken)
    {
        if (FindProgram() is not { } program)
        {
            return [];
        }

        var token = await AskAsync(program, cancellationToken);
        return token is { Length: > 0 } && !token.Any(char.IsWhiteSpace) ? [new FoundToken(Name, "gh auth token", FoundToken.PublicHost, token)] : [];
    }

    private string? FindProgram() => (environment.NonBlank("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? Name + ".exe" : Name))
        .FirstOrDefault(File.Exists);

    private async Task<string?> AskAsync(string program, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_patience, environment.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = new Process
        {
            StartInfo = new(program, ["auth", "token", "--hostname", FoundToken.PublicHost]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true },
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var token = await process.StandardOutput.ReadToEndAsync(either.Token);
            await errors;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? token.Trim() : null;
        }
        catch (Win32Exception)
        {
            // it is no program of this system
            return null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
