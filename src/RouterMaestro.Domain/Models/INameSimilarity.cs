namespace RouterMaestro.Domain.Models;

/// <summary>Scores the similarity of two names, by which the error of an unknown model suggests others. It never chooses the model of a request.</summary>
public interface INameSimilarity
{
    /// <summary>Compares two names; the same names always get the same score.</summary>
    /// <param name="name">A name, in lower case.</param>
    /// <param name="other">Another.</param>
    /// <returns>From 0, nothing in common, to 100, the same.</returns>
    double Score(string name, string other);
}
