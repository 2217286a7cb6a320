namespace RouterMaestro.Testing.Simulation;

/// <summary>The kind of server that a simulator is in OpenAI Chat: what it refuses in messages, besides what OpenAI refuses.</summary>
public enum SimulatedServer
{
    /// <summary>OpenAI, which takes all forms of messages that its protocol has.</summary>
    OpenAI,

    /// <summary>
    /// A server that takes contents as strings alone, as DeepSeek does (BerriAI/litellm#6642), and the roles <c>system</c>, <c>user</c>, <c>assistant</c> and
    /// <c>tool</c>.
    /// </summary>
    Strings,

    /// <summary>
    /// A server that puts messages into the template of a model, as vLLM and llama.cpp do with Qwen 3.5 (vllm-project/vllm#41114): one system message, the
    /// first; strings as contents, none null, parts only with images or files; a user or assistant never twice in a row.
    /// </summary>
    Template,

    /// <summary>
    /// Gemini 3 behind its OpenAI face, or a proxy of it: the first call of an answer has <c>extra_content.google.thought_signature</c>, and a call of the
    /// current turn that comes back without it is refused (ai.google.dev/gemini-api/docs/thought-signatures).
    /// </summary>
    Gemini,
}
