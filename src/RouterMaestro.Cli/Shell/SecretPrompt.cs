using System.Text;

namespace RouterMaestro.Cli.Shell;

/// <summary>Asks people for a choice or a secret.</summary>
internal sealed class SecretPrompt(CliEnvironment environment)
{
    /// <summary>Asks for a secret without showing it.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The secret; null if standard input is not a terminal.</returns>
    public string? AskSecret(string question)
    {
        if (!environment.CanAsk)
        {
            return null;
        }

        environment.Error.Write(question + " ");
        var secret = new StringBuilder();
        while (environment.ReadKey() is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                secret.Length = Math.Max(0, secret.Length - 1);
            }
            else if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
            {
                throw new CommandFailedException("Cancelled.");
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.Append(key.KeyChar);
            }
        }

        environment.Error.WriteLine();
        return secret.ToString().Trim();
    }

    /// <summary>Asks for one of several choices by its number.</summary>
    /// <param name="question">The question.</param>
    /// <param name="choices">The choices.</param>
    /// <returns>The index of the choice; null if standard input is not a terminal.</returns>
    public int? AskChoice(string question, IReadOnlyList<string> choices)
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
            if (environment.ReadLine() is not { } answer)
            {
                throw new CommandFailedException("Nothing was chosen.");
            }

            if (int.TryParse(answer.Trim(), out var chosen) && chosen >= 1 && chosen <= choices.Count)
            {
                return chosen - 1;
            }
        }
    }
}
