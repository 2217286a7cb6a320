using System.Text;

namespace RouterMaestro.Cli.Shell;

/// <summary>Asks people for a choice or a secret. Ctrl-C ends each question.</summary>
internal sealed class SecretPrompt(CliEnvironment environment)
{
    // a secret is one line, and nobody types more
    private const int MaxBytes = 16 * 1024;

    /// <summary>Asks for a secret without showing it.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The secret; null if standard input is not a terminal.</returns>
    public async Task<string?> AskSecretAsync(string question, CancellationToken cancellationToken)
    {
        if (!environment.CanAsk)
        {
            return null;
        }

        environment.Error.Write(question + " ");
        try
        {
            // a console that waits for a key cannot be interrupted: the thread is left behind with the process
            return await Task.Run(ReadKeys, CancellationToken.None).WaitAsync(cancellationToken);
        }
        finally
        {
            environment.Error.WriteLine();
        }
    }

    /// <summary>Asks for one of several choices by its number.</summary>
    /// <param name="question">The question.</param>
    /// <param name="choices">The choices.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The index of the choice; null if standard input is not a terminal.</returns>
    public async Task<int?> AskChoiceAsync(string question, IReadOnlyList<string> choices, CancellationToken cancellationToken)
    {
        if (!environment.CanAsk)
        {
            return null;
        }

        for (var number = 1; number <= choices.Count; number++)
        {
            environment.Error.WriteLine($"  {number}  {choices[number - 1]}");
        }

        while (true)
        {
            environment.Error.Write($"{question} [1-{choices.Count}] ");
            var answer = await ReadLineAsync(cancellationToken)
                ?? throw new CommandFailedException("Nothing was chosen.");
            if (int.TryParse(answer.Trim(), out var chosen) && chosen >= 1 && chosen <= choices.Count)
            {
                return chosen - 1;
            }

            // a part of a choice will do if no other has it
            var matches = choices.Index().Where(choice => choice.Item.Contains(answer.Trim(), StringComparison.OrdinalIgnoreCase)).ToArray();
            var exact = matches.Where(choice => choice.Item.Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase)).ToArray();
            if ((exact.Length > 0 ? exact : matches) is [var match])
            {
                return match.Index;
            }
        }
    }

    /// <summary>Asks a question whose answer is yes or no; no, unless the person writes yes.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Whether the answer is yes; false if standard input is not a terminal.</returns>
    public async Task<bool> AskYesAsync(string question, CancellationToken cancellationToken)
    {
        if (!environment.CanAsk)
        {
            return false;
        }

        environment.Error.Write($"{question} [y/N] ");
        var answer = await ReadLineAsync(cancellationToken);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    /// <summary>Reads a secret from standard input.</summary>
    /// <param name="name">Its name with an article, for errors.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandFailedException">There is none, or too much.</exception>
    public async Task<string> ReadSecretAsync(string name, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxBytes];
        var length = await environment.ReadInputAsync(
            async input => await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken));
        return length == bytes.Length ? throw new CommandFailedException($"Standard input is too long for {name}.")
            : Encoding.UTF8.GetString(bytes, 0, length).Trim() is { Length: > 0 } secret ? secret
            : throw new CommandFailedException($"Standard input does not hold {name}.");
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(environment.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            environment.Error.WriteLine(); // what the shell prints next stands on a line of its own
            throw;
        }
    }

    private string ReadKeys()
    {
        var secret = new StringBuilder();
        while (environment.ReadKey() is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                secret.Length = Math.Max(0, secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.Append(key.KeyChar);
            }
        }

        return secret.ToString().Trim();
    }
}
