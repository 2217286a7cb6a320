namespace RouterMaestro.Domain.Models;

/// <summary>Scores the similarity of two names.</summary>
public interface INameSimilarity
{
    /// <summary>Compares two names; the same names always get the same score.</summary>
    /// <param name="name">A name, in lower case.</param>
    /// <param name="other">Another.</param>
    /// <returns>From 0, nothing in common, to 100, the same.</returns>
    double Score(string name, string other);
}
