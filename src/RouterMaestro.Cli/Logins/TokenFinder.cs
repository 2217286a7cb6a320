using System.Globalization;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Finds the GitHub tokens of other programs, and gives each a name.</summary>
internal sealed class TokenFinder(IEnumerable<ITokenSource> sources)
{
    /// <summary>Finds all tokens, each once.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<FoundToken>> FindAsync(CancellationToken cancellationToken)
    {
        List<FoundToken> found = [];
        foreach (var source in sources)
        {
            found.AddRange(await source.FindAsync(cancellationToken));
        }

        return [.. Named(found).GroupBy(token => token.Token, StringComparer.Ordinal).Select(Merge)];
    }

    /// <summary>Finds the token that a person means.</summary>
    /// <param name="choice">The name of a token, or the path of a file that holds one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="CommandFailedException">There is no such token, or more than one.</exception>
    public async Task<FoundToken> FindAsync(string choice, CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        if (found.FirstOrDefault(token => token.Name == choice || token.OtherNames.Contains(choice)) is { } named)
        {
            return named;
        }

        // several tokens of one file are numbered or named by their users
        var tokens = found.Where(token => token.Name.StartsWith(choice + ":", StringComparison.Ordinal)).ToArray();
        tokens = tokens.Length == 0 && File.Exists(choice) ? [.. Named(await ReadAsync(choice, cancellationToken))] : tokens;
        return tokens switch
        {
            [var one] => one,
            [] => throw new CommandFailedException(
                $"There is no token '{choice}', and no such file with one.{Suggestion.For(choice, found.Select(token => token.Name))} '{ProductInfo.Name} auth login --import --json' lists what is found."),
            _ => throw new CommandFailedException($"'{choice}' holds {tokens.Length} tokens: choose {string.Join(" or ", tokens.Select(token => token.Name))}."),
        };
    }

    private static async Task<IReadOnlyList<FoundToken>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var found = await TokenFiles.ReadAsync(path, path, cancellationToken);
            return found.Count > 0 ? found : throw new CommandFailedException($"{path} holds no GitHub token ('oauth_token' of a host).");
        }
        catch (FormatException exception)
        {
            throw new CommandFailedException($"{path} {exception.Message}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static IEnumerable<FoundToken> Named(IReadOnlyCollection<FoundToken> found) => found.GroupBy(token => token.Name).SelectMany(place =>
        place.Count() == 1 ? place : place.Select((token, index) => token with
        {
            Name = $"{token.Name}:{NameWithin(token, place) ?? (index + 1).ToString(CultureInfo.InvariantCulture)}",
        }));

    private static string? NameWithin(FoundToken token, IEnumerable<FoundToken> place) =>
        token.Account is { } account && place.Count(other => other.Account == account) == 1 ? account : null;

    private static FoundToken Merge(IGrouping<string, FoundToken> same) => same.First() with
    {
        Account = same.Select(token => token.Account).FirstOrDefault(account => account is not null),
        OtherNames = [.. same.Skip(1).Select(token => token.Name)],
    };
}
