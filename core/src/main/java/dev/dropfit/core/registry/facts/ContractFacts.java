package dev.dropfit.core.registry.facts;

import java.util.List;

/**
 * What clients of a model rely on, beyond its label and its columns.
 *
 * @param output the key of the prediction in responses
 * @param mayBeAbsent the columns that a request may leave out, because an earlier model did not have them
 */
public record ContractFacts(String output, List<String> mayBeAbsent) {
    public ContractFacts {
        mayBeAbsent = List.copyOf(mayBeAbsent);
    }
}
