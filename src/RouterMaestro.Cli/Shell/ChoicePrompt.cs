using Spectre.Console;

namespace RouterMaestro.Cli.Shell;

/// <summary>Lets a person choose with the arrow keys, and by typing a part of a name; by number where the terminal cannot move its cursor.</summary>
internal sealed class ChoicePrompt(IAnsiConsole console, SecretPrompt lines, CliEnvironment environment)
{
    private const int PageSize = 12;

    /// <summary>Gets a value indicating whether a person sees the question and can answer it.</summary>
    public bool CanAsk => environment is { CanAsk: true, IsTerminal: true };

    /// <summary>Asks for one of several choices.</summary>
    /// <param name="question">The question.</param>
    /// <param name="choices">The choices, all different.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The index of the choice.</returns>
    public async Task<int> AskAsync(string question, IReadOnlyList<string> choices, CancellationToken cancellationToken)
    {
        if (!console.Profile.Capabilities.Ansi)
        {
            return await lines.AskChoiceAsync(question, choices, cancellationToken) ?? throw new InvalidOperationException("Nobody can be asked.");
        }

        var prompt = new SelectionPrompt<int>()
            .Title(Markup.Escape(question))
            .PageSize(PageSize)
            .EnableSearch()
            .SearchPlaceholderText("type to search")
            .UseConverter(index => Markup.Escape(choices[index]))
            .AddChoices(Enumerable.Range(0, choices.Count));
        try
        {
            var chosen = await prompt.ShowAsync(new KeyConsole(console, environment), cancellationToken);
            environment.Error.WriteLine($"{question} {choices[chosen]}");
            return chosen;
        }
        catch (OperationCanceledException)
        {
            // the list stays where it was drawn
            console.WriteLine();
            throw;
        }
        finally
        {
            console.Cursor.Show();
        }
    }

    /// <summary>Asks whether something shall be done; an empty answer is no.</summary>
    public Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken) => lines.AskYesAsync(question, cancellationToken);
}
